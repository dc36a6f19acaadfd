package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.RowList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The rows that a statement has changed in one table, as they were and as they are, for its AFTER triggers. They stay
/// as long as the statement's memory. Used by one thread.
final class TransitionRows implements TriggerFunctions.Transitions {

    private final List<ColumnDef> columns;
    private final RowList<Tuple> old;
    private final RowList<Tuple> fresh;

    TransitionRows(RelationDef.Table table, MemoryBudget memory) {
        this.columns = table.columns().stream().filter(c -> !c.dropped()).toList();
        this.old = new RowList<>(memory, new TupleFormat(memory));
        this.fresh = new RowList<>(memory, new TupleFormat(memory));
    }

    void add(@Nullable Tuple before, @Nullable Tuple after) {
        if (before != null) {
            old.add(before.retain());
        }
        if (after != null) {
            fresh.add(after.retain());
        }
    }

    @Override
    public Iterator<@Nullable Object[]> rows(boolean after) {
        RowList<Tuple> rows = after ? fresh : old;
        return new Iterator<>() {
            private long at;

            @Override
            public boolean hasNext() {
                return at < rows.size();
            }

            @Override
            public @Nullable Object[] next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Tuple row = rows.get(at++);
                @Nullable Object[] values = new @Nullable Object[columns.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = row.get(columns.get(i).position());
                }
                return values;
            }
        };
    }
}
