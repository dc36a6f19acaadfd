package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.common.Disk;
import io.heliosdb.server.common.DiskStep;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.MemoryDisk.Fault;
import io.heliosdb.server.storage.BaseStore;
import io.heliosdb.server.wal.Wal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every step at which the engine changes a disk is the last one of its process or of its machine, or is
/// refused; then the database must be what was promised.
///
/// The steps have names, listed with what a crash there leaves in `crash-steps.tsv`. A step that is not listed
/// fails the build, and so does code that changes a disk and is not reached by {@link CrashScenario}.
class CrashStepsTest {

    private static final Set<String> CHANGING = Set.of("allocate", "replace", "delete", "write", "sync", "force");

    /// Steps of transactions larger than memory, which `CrashRecoveryTest` interrupts.
    private static final Set<String> ELSEWHERE = Set.of("SpilledChanges.write: commit");

    /// What no crash can hurt: nothing is asked of these files after one.
    private static final Set<String> NOT_DURABLE = Set.of("RisingFile.append: write");

    private static List<DiskStep> steps() {
        List<DiskStep> steps = new ArrayList<>();
        CrashScenario whole = new CrashScenario();
        whole.disk.observe(steps::add);
        whole.live();
        assertThat(whole.refused).isZero();
        assertThat(whole.committed).isGreaterThan(20);
        return steps;
    }

    @Test
    void everyStepHasANameAndEveryNameIsReached() throws IOException {
        Set<String> reached = new LinkedHashSet<>();
        steps().forEach(step -> reached.add(step.name()));
        Set<String> listed = new LinkedHashSet<>();
        try (Stream<String> lines = lines()) {
            lines.forEach(line -> {
                String[] columns = line.split("\t");
                assertThat(columns).as(line).hasSize(2);
                listed.add(columns[0]);
            });
        }
        assertThat(reached).containsExactlyInAnyOrderElementsOf(listed);
    }

    private static Stream<String> lines() throws IOException {
        try (var in = CrashStepsTest.class.getResourceAsStream("crash-steps.tsv")) {
            assertThat(in).isNotNull();
            return in == null ? Stream.of() : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }

    @Test
    void noCodeThatChangesADiskIsLeftOut() throws Exception {
        Set<String> reached = new TreeSet<>();
        steps().forEach(step ->
                reached.add(step.site() + ": " + step.operation().replace("write half", "write")));
        Set<String> written = new TreeSet<>();
        for (Class<?> each : List.of(Wal.class, Engine.class, BaseStore.class)) {
            sites(each, written);
        }
        assertThat(written).hasSizeGreaterThan(10).containsAll(ELSEWHERE).containsAll(NOT_DURABLE);
        written.removeAll(ELSEWHERE);
        written.removeAll(NOT_DURABLE);
        assertThat(reached).containsExactlyElementsOf(written);
    }

    @Test
    void theProcessMayDieAtAnyStep() {
        everywhere(Fault.CRASH, seed -> null);
    }

    @Test
    void theMachineMayDieAtAnyStep() {
        for (int luck = 0; luck < 3; luck++) {
            int mine = luck;
            everywhere(Fault.CRASH, step -> new Random(31L * step + mine));
        }
    }

    @Test
    void theDiskMayRefuseAnyStep() {
        for (Fault fault : List.of(Fault.IO_ERROR, Fault.FULL, Fault.SHORT_WRITE)) {
            everywhere(fault, step -> step % 2 == 0 ? null : new Random(step));
        }
    }

    private interface Luck {
        @Nullable
        Random at(int step);
    }

    private static void everywhere(Fault fault, Luck luck) {
        List<DiskStep> steps = steps();
        for (int step = 1; step <= steps.size(); step++) {
            if (fault != Fault.CRASH && steps.get(step - 1).done()) {
                continue;
            }
            CrashScenario run = new CrashScenario();
            try {
                run.disk.faultAfter(step, fault);
                live(run);
                assertThat(run.disk.isCrashed()).isEqualTo(fault == Fault.CRASH);
                run.dieAndRecover(luck.at(step), 1 + step % 12);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        fault + " at step " + step + ", " + steps.get(step - 1).name(), e);
            }
        }
    }

    private static void live(CrashScenario run) {
        try {
            run.live();
        } catch (MemoryDisk.Crash e) {
            assertThat(run.disk.isCrashed()).isTrue();
        }
    }

    /// Adds where the classes beside `example` call what changes a disk.
    private static void sites(Class<?> example, Set<String> sites) throws URISyntaxException, IOException {
        var url = example.getResource(example.getSimpleName() + ".class");
        assertThat(url).isNotNull();
        if (url == null) {
            return;
        }
        try (Stream<Path> files = Files.list(Path.of(url.toURI()).resolveSibling("."))) {
            files.filter(file -> file.toString().endsWith(".class")).forEach(file -> sites(file, sites));
        }
    }

    private static void sites(Path file, Set<String> sites) {
        ClassModel type;
        try {
            type = ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String name = type.thisClass().asInternalName();
        String simple = name.substring(name.lastIndexOf('/') + 1).replaceAll("\\$.*", "");
        for (MethodModel method : type.methods()) {
            String plain = method.methodName().stringValue();
            String within = plain.startsWith("lambda$") ? plain.split("\\$", 3)[1] : plain;
            method.code()
                    .ifPresent(code -> code.forEach(element -> calls(element, (owner, called) -> {
                        if (changes(owner, called)) {
                            sites.add(simple + "." + within + ": " + operation(owner, called));
                        }
                    })));
        }
    }

    private static void calls(CodeElement element, BiConsumer<String, String> visitor) {
        switch (element) {
            case InvokeInstruction call ->
                visitor.accept(call.owner().asInternalName(), call.name().stringValue());
            case InvokeDynamicInstruction call ->
                call.bootstrapArgs().forEach(argument -> {
                    if (argument instanceof DirectMethodHandleDesc handle) {
                        String owner = handle.owner().descriptorString();
                        visitor.accept(owner.substring(1, owner.length() - 1), handle.methodName());
                    }
                });
            default -> {}
        }
    }

    private static final Map<String, Set<String>> OWNERS = Map.of(
            internal(Disk.class),
            CHANGING,
            internal(Disk.DiskFile.class),
            CHANGING,
            internal(Disk.MappedPage.class),
            Set.of("force", "close"),
            internal(BaseStore.class),
            Set.of("write", "clean", "compact"));

    private static String internal(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    private static boolean changes(String owner, String method) {
        return OWNERS.getOrDefault(owner, Set.of()).contains(method);
    }

    private static String operation(String owner, String method) {
        if (owner.equals(internal(BaseStore.class))) {
            return method.equals("write") ? "commit" : method;
        }
        return method.equals("close") ? "force" : method;
    }
}
