package io.heliosdb.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The house rules that no compiler checks: sizes, words, clocks, and the pages beside the code.
class HouseLintTest {

    private static final Path ROOT = Path.of(System.getProperty("heliosdb.root", ".."));
    private static final int MAX_FILE_LINES = 600;
    private static final int MAX_TEST_LINES = 900;
    private static final int MAX_METHOD_LINES = 60;

    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|HACK)\\b|new Unsupported" + "OperationException\\(\\)");
    private static final Pattern FIELD_WORDS = Pattern.compile(
            "\\b(class|record|interface|enum)\\s+\\w*(Master|Slave|Replica(?!tion)|Isr|Journal|Binlog|Takeover)\\w*");
    private static final Pattern OWN_CLOCK = Pattern.compile(
            "System\\.currentTimeMillis\\(|Thread\\.sleep\\(|new Thread\\(|Instant\\.now\\(\\)|Math\\.random\\(");

    private static final Pattern VOID_METHOD =
            Pattern.compile("^ {4}(?:public )?(?:void|Stream<DynamicTest>) (\\w+)\\(");

    /// A line that opens a method's or constructor's body.
    private static final Pattern METHOD = Pattern.compile("^    (?! )(?:@\\w+(?:\\([^)]*\\))?"
            + " )*(?:(?:public|protected|private|static|final|abstract|synchronized|default) )*(?:<[^>]+>"
            + " )?(?!return|record|new)[\\w.<>\\[\\], ?@&]+ ?\\w+\\([^;]*\\)(?: throws [\\w., ]+)? \\{$");

    @Test
    void noFileIsLongerThanTheLimit() {
        assertThat(sources()).allSatisfy(source -> assertThat(source.lines().size())
                .as(source.name())
                .isLessThanOrEqualTo(source.isTest() ? MAX_TEST_LINES : MAX_FILE_LINES));
    }

    @Test
    void noMethodIsLongerThanTheLimit() {
        List<String> tooLong = new ArrayList<>();
        for (Source source : sources()) {
            for (int i = 0; i < source.lines().size(); i++) {
                String line = source.lines().get(i);
                if (!METHOD.matcher(line).matches() || line.contains(" record ") || line.contains(" new ")) {
                    continue;
                }
                String end = " ".repeat(line.length() - line.stripLeading().length()) + "}";
                int last = i + 1;
                while (last < source.lines().size() && !source.lines().get(last).equals(end)) {
                    last++;
                }
                if (last - i + 1 > MAX_METHOD_LINES) {
                    tooLong.add(source.name() + ":" + (i + 1) + " " + (last - i + 1) + " lines");
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void nothingIsLeftUnfinished() {
        assertThat(matches(sources(), UNFINISHED)).isEmpty();
    }

    @Test
    void namesAreTheFieldsWords() {
        assertThat(matches(sources(), FIELD_WORDS)).isEmpty();
    }

    @Test
    void clocksAndThreadsComeFromOutsideBelowBoot() {
        List<Source> below = sources().stream()
                .filter(source -> source.name().startsWith("server/src/main/"))
                .filter(source ->
                        !source.name().contains("/boot/") && !source.name().contains("/admin/"))
                .toList();
        assertThat(matches(below, OWN_CLOCK)).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        List<String> silent = sources().stream()
                .filter(source -> !source.isTest())
                .map(source -> ROOT.resolve(source.name()).getParent())
                .distinct()
                .filter(directory -> !Files.exists(directory.resolve("package-info.java")))
                .map(Path::toString)
                .toList();
        assertThat(silent).isEmpty();
    }

    @Test
    void thePagesBesideTheCodeAreThere() {
        String server = "server/src/main/java/io/heliosdb/server/";
        assertThat(Stream.of("wire", "txn", "storage", "wal", "replication", "routing"))
                .allSatisfy(name ->
                        assertThat(ROOT.resolve(server + name + "/README.md")).exists());
        assertThat(Stream.of("README.md", "CHANGELOG.md", "cluster/README.md", "observer/README.md"))
                .allSatisfy(name -> assertThat(ROOT.resolve(name)).exists());
    }

    @Test
    void everyTestThatAPageNamesIsThere() {
        TestNames names = new TestNames(testMethods());
        List<String> problems = new ArrayList<>();
        for (Path page : pages()) {
            problems.addAll(names.problems(ROOT.relativize(page).toString(), read(page)));
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void everyPackageOfTheEngineStatesItsInvariants() {
        assertThat(Stream.of("txn", "storage", "wal", "replication")).allSatisfy(name -> {
            Path page = ROOT.resolve("server/src/main/java/io/heliosdb/server/" + name + "/README.md");
            assertThat(read(page)).as(name).contains("## Invariants").contains("| invariant | test |");
        });
    }

    @Test
    void aTestThatIsGoneIsMissed() {
        TestNames names = new TestNames(Map.of("LsnTest", Set.of("printsItself", "parsesItself")));
        assertThat(names.problems("page", """
            As `LsnTest` shows, but not `GoneTest` or `LsnTest.sinks`.

            | invariant | test (`LsnTest`) |
            |---|---|
            | one | `printsItself`, `parsesItself` (`txn`) |
            | two | `LsnTest.printsItself`, `forgetsItself` |
            | three | `LsnTest.prints...` |
            | four | seen by `everybody` |

            `everybody`
            """.lines().toList()))
                .containsExactly(
                        "page:1 there is no GoneTest",
                        "page:1 there is no LsnTest.sinks",
                        "page:6 there is no LsnTest.forgetsItself",
                        "page:7 there is no LsnTest.prints...",
                        "page:8 names no test");
    }

    private static Map<String, Set<String>> testMethods() {
        Map<String, Set<String>> methods = new HashMap<>();
        for (Source source : sources()) {
            if (source.isTest()) {
                String file = source.name().substring(source.name().lastIndexOf('/') + 1);
                methods.put(file.replace(".java", ""), source.methods());
            }
        }
        return methods;
    }

    /// The pages that name tests.
    private static List<Path> pages() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.endsWith("README.md") || file.startsWith(ROOT.resolve("docs")))
                    .filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> matches(List<Source> sources, Pattern pattern) {
        List<String> found = new ArrayList<>();
        for (Source source : sources) {
            if (source.name().endsWith("HouseLintTest.java")) {
                continue;
            }
            for (int i = 0; i < source.lines().size(); i++) {
                Matcher matcher = pattern.matcher(source.lines().get(i));
                if (matcher.find()) {
                    found.add(source.name() + ":" + (i + 1) + " " + matcher.group());
                }
            }
        }
        return found;
    }

    private static List<Source> sources() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .map(Source::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Source(String name, List<String> lines) {

        static Source of(Path file) {
            return new Source(ROOT.relativize(file).toString(), read(file));
        }

        /// Those that return nothing, as tests do.
        Set<String> methods() {
            return lines.stream()
                    .map(VOID_METHOD::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .collect(Collectors.toSet());
        }

        boolean isTest() {
            return name.contains("/src/test/");
        }
    }
}
