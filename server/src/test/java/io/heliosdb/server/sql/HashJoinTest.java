package io.heliosdb.server.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.exec.AfterStatement;
import io.heliosdb.server.sql.exec.ArrayTuple;
import io.heliosdb.server.sql.exec.Compiled;
import io.heliosdb.server.sql.exec.DeferredChecks;
import io.heliosdb.server.sql.exec.Description;
import io.heliosdb.server.sql.exec.DomainAccess;
import io.heliosdb.server.sql.exec.Eval;
import io.heliosdb.server.sql.exec.ExecutionContext;
import io.heliosdb.server.sql.exec.Frame;
import io.heliosdb.server.sql.exec.HashJoin;
import io.heliosdb.server.sql.exec.Joins.Kind;
import io.heliosdb.server.sql.exec.Keys;
import io.heliosdb.server.sql.exec.Leaves;
import io.heliosdb.server.sql.exec.NodeTotals;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.exec.RowCounts;
import io.heliosdb.server.sql.exec.RowIds;
import io.heliosdb.server.sql.exec.RowSource;
import io.heliosdb.server.sql.exec.TableAccess;
import io.heliosdb.server.sql.exec.TableLookup;
import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.MemoryPool;
import io.heliosdb.server.sql.exec.spill.TempFiles;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.TransactionOptions;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hash joins of every kind against loops, with any budget and any spread of keys.
class HashJoinTest {

    private static final int LEFT = 0;
    private static final int RIGHT = 1;

    private static SqlFixture database;

    private final TempFiles files = TempFiles.open(new MemoryDisk());
    private final MemoryPool shared = new MemoryPool(1 << 30);

    @BeforeAll
    static void open(@TempDir Path directory) {
        database = new SqlFixture(directory);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static final class NoTables implements TableLookup {

        @Override
        public TableAccess locked(int oid, TableLockMode mode) {
            throw new IllegalStateException("a join looks no table up");
        }

        @Override
        public TableAccess access(RelationDef.Table table) {
            throw new IllegalStateException("a join looks no table up");
        }

        @Override
        public RelationDef.Table table(int oid) {
            throw new IllegalStateException("a join looks no table up");
        }

        @Override
        public DomainAccess domain(int oid) {
            throw new IllegalStateException("a join looks no domain up");
        }

        @Override
        public @Nullable Object[] defaults(RelationDef.Table table, ExecutionContext execution) {
            throw new IllegalStateException("a join looks no table up");
        }
    }

    /// Rows of a key and a number.
    private record Rows(List<@Nullable Object[]> values, int slot) implements PlanNode {

        @Override
        public RowSource start(Frame frame) {
            return new RowSource() {
                private int at;

                @Override
                public boolean next() {
                    if (at == values.size()) {
                        return false;
                    }
                    frame.set(slot, new ArrayTuple(values.get(at++)));
                    return true;
                }
            };
        }

        @Override
        public double rows() {
            return values.size();
        }

        @Override
        public List<PlanNode> children() {
            return List.of();
        }

        @Override
        public void describe(Description description) {
            description.title("Rows", "");
        }
    }

    @Test
    void everyKindGivesWhatLoopsGive() {
        long seed = Long.getLong("spill.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            int leftRows = random.nextInt(5) == 0 ? 0 : random.nextInt(400);
            int rightRows = random.nextInt(5) == 0 ? 0 : random.nextInt(400);
            int keys = 1 + random.nextInt(1 + Math.max(leftRows, rightRows));
            IntUnaryOperator key = random.nextInt(3) == 0 ? i -> i % 10 == 0 ? i : 7 : i -> random.nextInt(keys);
            List<@Nullable Object[]> left = rows(leftRows, random, key);
            List<@Nullable Object[]> right = rows(rightRows, random, key);
            boolean conditioned = random.nextBoolean();
            for (Kind kind : Kind.values()) {
                for (long budget : new long[] {1 << 30, 300, 20_000}) {
                    assertThat(joined(kind, left, right, conditioned, budget)
                                    .equals(expected(kind, left, right, conditioned)))
                            .as(
                                    "seed %d round %d: %s of %d and %d rows with %d bytes",
                                    seed, round, kind, leftRows, rightRows, budget)
                            .isTrue();
                }
            }
        }
        assertThat(files.files()).isPositive();
    }

    private static List<@Nullable Object[]> rows(int count, Random random, IntUnaryOperator key) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new @Nullable Object[] {random.nextInt(15) == 0 ? null : key.applyAsInt(i), i});
        }
        return rows;
    }

    private static boolean matches(@Nullable Object[] left, @Nullable Object[] right, boolean conditioned) {
        Object key = left[0];
        return key != null && key.equals(right[0]) && (!conditioned || number(left) % 3 != number(right) % 3);
    }

    private static int number(@Nullable Object[] row) {
        return row[1] instanceof Integer number ? number : -1;
    }

    private static List<String> expected(
            Kind kind, List<@Nullable Object[]> left, List<@Nullable Object[]> right, boolean conditioned) {
        List<String> rows = new ArrayList<>();
        boolean[] matchedRight = new boolean[right.size()];
        for (@Nullable Object[] l : left) {
            boolean matched = false;
            for (int i = 0; i < right.size(); i++) {
                if (matches(l, right.get(i), conditioned)) {
                    if (kind != Kind.ANTI && (kind != Kind.SEMI || !matched)) {
                        rows.add(number(l) + "," + (kind == Kind.SEMI ? "" : number(right.get(i))));
                    }
                    matched = true;
                    matchedRight[i] = true;
                }
            }
            if (!matched && (kind == Kind.LEFT || kind == Kind.FULL || kind == Kind.ANTI)) {
                rows.add(number(l) + "," + (kind == Kind.ANTI ? "" : "-"));
            }
        }
        for (int i = 0; i < right.size(); i++) {
            if (!matchedRight[i] && (kind == Kind.RIGHT || kind == Kind.FULL)) {
                rows.add("-," + number(right.get(i)));
            }
        }
        Collections.sort(rows);
        return rows;
    }

    private List<String> joined(
            Kind kind,
            List<@Nullable Object[]> left,
            List<@Nullable Object[]> right,
            boolean conditioned,
            long budget) {
        HashJoin join = new HashJoin(
                kind,
                new HashJoin.Sides(new Rows(left, LEFT), new int[] {LEFT}, new Rows(right, RIGHT), new int[] {RIGHT}),
                new HashJoin.Match(
                        List.of(Leaves.column(LEFT, 0)),
                        List.of(Leaves.column(RIGHT, 0)),
                        new Keys(List.of(Types.INT8)),
                        List.of(),
                        conditioned ? condition() : null),
                1);
        List<String> rows = new ArrayList<>();
        Transaction transaction = database.engine.begin(TransactionOptions.DEFAULT);
        MemoryBudget memory = new MemoryBudget(shared, files, () -> new MemoryBudget.Limits(budget, budget, -1));
        ExecutionContext execution = new ExecutionContext(
                transaction,
                database.context,
                memory,
                new NoTables(),
                new RowIds(database.engine),
                new DeferredChecks(),
                new AfterStatement(),
                new RowCounts(new NodeTotals()));
        Frame frame = new Frame(new Frame.PlanShape(2, 0), List.of(), execution, null);
        try (RowSource source = join.open(frame)) {
            while (source.next()) {
                Object l = frame.tuple(LEFT).get(1);
                Object r = frame.tuple(RIGHT).get(1);
                boolean leftOnly = kind == Kind.SEMI || kind == Kind.ANTI;
                rows.add((l == null ? "-" : l) + "," + (leftOnly ? "" : r == null ? "-" : r));
            }
        }
        assertThat(files.open()).as("files that a closed join has left").isZero();
        memory.close();
        assertThat(shared.free()).isEqualTo(1 << 30);
        transaction.rollback();
        Collections.sort(rows);
        return rows;
    }

    private static Compiled condition() {
        return new Compiled(new Expr.Constant(true, DataType.of(Types.BOOL)), new Eval() {
            @Override
            public @Nullable Object eval(Frame frame) {
                return frame.tuple(LEFT).getLong(1, frame) % 3
                        != frame.tuple(RIGHT).getLong(1, frame) % 3;
            }
        });
    }
}
