package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SequenceDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterSequence;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Bound;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CreateSequence;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.SequenceOptions;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CREATE and ALTER SEQUENCE, and the sequences of serial and identity columns.
final class SequenceCommands {

    private final CommandRun run;

    SequenceCommands(CommandRun run) {
        this.run = run;
    }

    String create(CreateSequence node) {
        String schema = run.creationSchema(node.name(), node.temporary());
        String name = node.name().last();
        run.lockName("relation", schema, name);
        if (run.catalog().isRelationName(schema, name)) {
            if (!node.ifNotExists()) {
                throw ObjectNames.relationExists(name);
            }
            run.notice("NOTICE", SqlState.DUPLICATE_TABLE, "relation \"" + name + "\" already exists, skipping");
            return "CREATE SEQUENCE";
        }
        RelationDef.Sequence sequence = make(schema, name, node.options(), Types.INT8);
        run.put(owned(sequence, node.options()));
        return "CREATE SEQUENCE";
    }

    /// A new sequence, not yet stored.
    RelationDef.Sequence make(String schema, String name, SequenceOptions options, Type defaultType) {
        Type type = options.type() == null
                ? defaultType
                : run.types().resolve(options.type()).type();
        int oid = run.newRelationOid();
        SequenceDef def = define(options, type, oid);
        return new RelationDef.Sequence(oid, schema, name, run.session().currentUser(), columns(), def);
    }

    private static List<ColumnDef> columns() {
        return List.of(
                column(1, "last_value", Types.INT8),
                column(2, "log_cnt", Types.INT8),
                column(3, "is_called", Types.BOOL));
    }

    private static ColumnDef column(int number, String name, Type type) {
        return new ColumnDef(number, name, DataType.of(type), true, null, ColumnDef.Identity.NONE, false, false);
    }

    private static long limit(Type type, boolean max) {
        return switch (type.name()) {
            case "int2" -> max ? Short.MAX_VALUE : Short.MIN_VALUE;
            case "int4" -> max ? Integer.MAX_VALUE : Integer.MIN_VALUE;
            case "int8" -> max ? Long.MAX_VALUE : Long.MIN_VALUE;
            default -> throw invalid("sequence type must be smallint, integer, or bigint");
        };
    }

    private static SqlException invalid(String message) {
        return new SqlException(SqlState.INVALID_PARAMETER_VALUE, message);
    }

    private static SequenceDef define(SequenceOptions options, Type type, long stateId) {
        long increment = or(options.increment(), 1);
        if (increment == 0) {
            throw invalid("INCREMENT must not be zero");
        }
        boolean up = increment > 0;
        long min = bound(options.min(), up ? 1 : limit(type, false));
        long max = bound(options.max(), up ? limit(type, true) : -1);
        long start = or(options.start(), up ? min : max);
        SequenceDef def = new SequenceDef(
                type.oid(),
                start,
                increment,
                min,
                max,
                or(options.cache(), 1),
                Boolean.TRUE.equals(options.cycle()),
                0,
                0,
                stateId,
                start);
        check(def, type);
        return def;
    }

    private static void check(SequenceDef def, Type type) {
        if (def.min() < limit(type, false)) {
            throw invalid(
                    "MINVALUE (" + def.min() + ") is out of range for sequence data type " + type.displayName(-1));
        }
        if (def.max() > limit(type, true)) {
            throw invalid(
                    "MAXVALUE (" + def.max() + ") is out of range for sequence data type " + type.displayName(-1));
        }
        if (def.min() >= def.max()) {
            throw invalid("MINVALUE (" + def.min() + ") must be less than MAXVALUE (" + def.max() + ")");
        }
        if (def.start() < def.min()) {
            throw invalid("START value (" + def.start() + ") cannot be less than MINVALUE (" + def.min() + ")");
        }
        if (def.start() > def.max()) {
            throw invalid("START value (" + def.start() + ") cannot be greater than MAXVALUE (" + def.max() + ")");
        }
        if (def.cache() < 1) {
            throw invalid("CACHE (" + def.cache() + ") must be greater than zero");
        }
    }

    private static long or(@Nullable Long value, long otherwise) {
        return value == null ? otherwise : value;
    }

    private static long bound(@Nullable Bound bound, long otherwise) {
        return bound == null ? otherwise : or(bound.value(), otherwise);
    }

    private RelationDef.Sequence owned(RelationDef.Sequence sequence, SequenceOptions options) {
        QualifiedName owner = options.ownedBy();
        if (owner == null) {
            return sequence;
        }
        if (owner.parts().size() < 2) {
            return with(sequence, sequence.sequence().withOwner(0, 0));
        }
        List<String> parts = owner.parts();
        QualifiedName table = new QualifiedName(parts.subList(0, parts.size() - 1), owner.position());
        RelationDef.Table owning = CommandRun.table(run.require(table));
        ColumnDef column = TableChanges.column(owning, owner.last());
        return with(sequence, sequence.sequence().withOwner(owning.oid(), column.number()));
    }

    static RelationDef.Sequence with(RelationDef.Sequence old, SequenceDef def) {
        return new RelationDef.Sequence(old.oid(), old.schema(), old.name(), old.owner(), old.columns(), def);
    }

    String alter(AlterSequence node) {
        RelationDef found = run.find(node.name()).orElse(null);
        if (found == null && node.ifExists()) {
            run.notice("relation \"" + node.name().last() + "\" does not exist, skipping");
            return "ALTER SEQUENCE";
        }
        RelationDef relation = run.require(node.name());
        if (!(relation instanceof RelationDef.Sequence sequence)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is not a sequence");
        }
        run.lockTable(sequence.oid(), TableLockMode.SHARE_ROW_EXCLUSIVE);
        run.put(owned(changed(sequence, node.options()), node.options()));
        return "ALTER SEQUENCE";
    }

    RelationDef.Sequence changed(RelationDef.Sequence sequence, SequenceOptions options) {
        SequenceDef old = sequence.sequence();
        Type type = options.type() == null
                ? Types.byOid(old.typeOid()).orElse(Types.INT8)
                : run.types().resolve(options.type()).type();
        long increment = or(options.increment(), old.increment());
        SequenceDef changed = new SequenceDef(
                type.oid(),
                or(options.start(), old.start()),
                increment,
                bound(options.min(), options.min() == null ? old.min() : increment > 0 ? 1 : limit(type, false)),
                bound(options.max(), options.max() == null ? old.max() : increment > 0 ? limit(type, true) : -1),
                or(options.cache(), old.cache()),
                options.cycle() == null ? old.cycle() : options.cycle(),
                old.ownedByTable(),
                old.ownedByColumn(),
                old.stateId(),
                old.restart());
        check(changed, type);
        Bound restart = options.restart();
        if (restart != null) {
            return restarted(with(sequence, changed), bound(restart, changed.start()));
        }
        return with(sequence, changed);
    }

    /// A fresh counter, so that a rollback brings the old one back.
    RelationDef.Sequence restarted(RelationDef.Sequence sequence, long first) {
        return with(sequence, sequence.sequence().restarted(run.newOid(), first));
    }
}
