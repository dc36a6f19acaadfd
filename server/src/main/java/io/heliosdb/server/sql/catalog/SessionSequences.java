package io.heliosdb.server.sql.catalog;

import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Sequences;
import io.heliosdb.server.sql.privilege.Denied;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.privilege.Rights;
import io.heliosdb.server.sql.privilege.Securable;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sequences as one session uses them: remembers what `currval` and `lastval` give. Used by the session's
/// thread.
public final class SessionSequences implements Sequences {

    private final SequenceStore store;
    private final Supplier<Catalog> catalog;
    private final Supplier<Cancellation> cancellation;
    private final Map<Long, Long> given = new HashMap<>();
    private long lastSequence = -1;

    /// @param catalog as the running statement sees it
    /// @param cancellation of the running statement
    public SessionSequences(SequenceStore store, Supplier<Catalog> catalog, Supplier<Cancellation> cancellation) {
        this.store = store;
        this.catalog = catalog;
        this.cancellation = cancellation;
    }

    private RelationDef.Sequence find(long oid) {
        RelationDef relation = catalog.get()
                .relation((int) oid)
                .orElseThrow(
                        () -> new SqlException(SqlState.UNDEFINED_TABLE, "could not open relation with OID " + oid));
        if (relation instanceof RelationDef.Sequence sequence) {
            return sequence;
        }
        throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is not a sequence");
    }

    @Override
    public void check(long sequence, Use use, String user) {
        Securable object = Securable.of(find(sequence));
        EnumSet<Privilege> enough =
                switch (use) {
                    case NEXT -> EnumSet.of(Privilege.USAGE, Privilege.UPDATE);
                    case CURRENT -> EnumSet.of(Privilege.USAGE, Privilege.SELECT);
                    case SET -> EnumSet.of(Privilege.UPDATE);
                };
        if (Rights.of(catalog.get(), user).of(object, enough).isEmpty()) {
            throw Denied.to(object);
        }
    }

    @Override
    public long next(long sequence) {
        RelationDef.Sequence found = find(sequence);
        long value = store.next(found.name(), found.sequence(), cancellation.get());
        given.put(sequence, value);
        lastSequence = sequence;
        return value;
    }

    @Override
    public long current(long sequence) {
        RelationDef.Sequence found = find(sequence);
        Long value = given.get(sequence);
        if (value == null) {
            throw new SqlException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "currval of sequence \"" + found.name() + "\" is not yet defined in this session");
        }
        return value;
    }

    @Override
    public void set(long sequence, long value, boolean called) {
        RelationDef.Sequence found = find(sequence);
        SequenceDef def = found.sequence();
        if (value < def.min() || value > def.max()) {
            throw new SqlException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    "setval: value " + value + " is out of bounds for sequence \"" + found.name() + "\" (" + def.min()
                            + ".." + def.max() + ")");
        }
        store.set(def, value, called);
        if (called) {
            given.put(sequence, value);
        }
    }

    @Override
    public @Nullable Object[] row(long sequence) {
        SequenceStore.Position position = store.position(find(sequence).sequence());
        return new @Nullable Object[] {position.last(), 0L, position.called()};
    }

    @Override
    public long last(String user) {
        Long value = given.get(lastSequence);
        if (value == null) {
            throw new SqlException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "lastval is not yet defined in this session");
        }
        check(lastSequence, Use.CURRENT, user);
        return value;
    }
}
