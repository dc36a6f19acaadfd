package io.heliosdb.server;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The layers of the server: which package may use which, and which library may be used where.
class LayersTest {

    private static final String ROOT = "io.heliosdb.server.";

    /// Direct permissions; a package may use what it names, and what those may use in turn.
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("common", Set.of()),
            Map.entry("wal", Set.of("common")),
            Map.entry("storage", Set.of("common")),
            Map.entry("txn", Set.of("storage", "wal")),
            Map.entry("sql", Set.of("txn")),
            Map.entry("backup", Set.of("wal", "txn")),
            Map.entry("session", Set.of("sql", "txn")),
            Map.entry("protocol", Set.of("common")),
            Map.entry("net", Set.of("common")),
            Map.entry("pgclient", Set.of("protocol", "net")),
            Map.entry("replication", Set.of("wal", "txn", "net")),
            Map.entry("node", Set.of("replication")),
            Map.entry("routing", Set.of("session", "node", "pgclient")),
            Map.entry("wire", Set.of("routing", "session", "protocol", "net")),
            Map.entry("sysviews", Set.of("sql", "node", "session")),
            Map.entry("admin", Set.of("node", "session")),
            Map.entry("boot", Set.of("wire", "sysviews", "admin", "routing", "backup")));

    private static JavaClasses classes = new ClassFileImporter().importPackages();

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.heliosdb.server");
    }

    @TestFactory
    Stream<DynamicTest> eachPackageUsesOnlyTheLayersBelowIt() {
        return new TreeMap<>(MAY_USE)
                .keySet().stream()
                        .map(name -> DynamicTest.dynamicTest(name, () -> ArchRuleDefinition.noClasses()
                                .that()
                                .resideInAPackage(ROOT + name + "..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(forbiddenFor(name))
                                .allowEmptyShould(true)
                                .check(classes)));
    }

    private static String[] forbiddenFor(String name) {
        Set<String> allowed = new HashSet<>();
        List<String> open = new ArrayList<>(List.of(name));
        while (!open.isEmpty()) {
            String next = open.removeLast();
            if (allowed.add(next)) {
                open.addAll(MAY_USE.getOrDefault(next, Set.of()));
            }
        }
        allowed.add("common");
        return MAY_USE.keySet().stream()
                .filter(other -> !allowed.contains(other))
                .map(other -> ROOT + other + "..")
                .toArray(String[]::new);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.heliosdb.server.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void locksKnowNothingOfTransactions() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage(ROOT + "txn.lock")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "txn", ROOT + "storage..", ROOT + "wal..")
                .check(classes);
    }

    @TestFactory
    Stream<DynamicTest> eachLibraryStaysInItsPlace() {
        return Stream.of(
                onlyIn("io.netty..", "net", "wire", "pgclient", "protocol", "replication", "boot"),
                onlyIn("org.apache.calcite..", "sql"),
                onlyIn("org.lmdbjava..", "storage"),
                onlyIn("jakarta..", "admin", "boot"),
                onlyIn("io.helidon..", "admin", "boot"),
                onlyIn("org.eclipse.microprofile..", "admin", "boot"));
    }

    private static DynamicTest onlyIn(String library, String... homes) {
        List<String> packages = Stream.of(homes).map(home -> ROOT + home).toList();
        DescribedPredicate<JavaClass> elsewhere =
                DescribedPredicate.describe("outside " + String.join(", ", homes), type -> packages.stream()
                        .noneMatch(home -> type.getPackageName().equals(home)
                                || type.getPackageName().startsWith(home + ".")));
        return DynamicTest.dynamicTest(library, () -> ArchRuleDefinition.noClasses()
                .that(elsewhere)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(classes));
    }
}
