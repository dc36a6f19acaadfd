package io.heliosdb.server.sql.catalog;

import static io.heliosdb.server.sql.catalog.CatalogCodec.readBoolean;
import static io.heliosdb.server.sql.catalog.CatalogCodec.readList;
import static io.heliosdb.server.sql.catalog.CatalogCodec.readOptional;
import static io.heliosdb.server.sql.catalog.CatalogCodec.writeBoolean;
import static io.heliosdb.server.sql.catalog.CatalogCodec.writeList;
import static io.heliosdb.server.sql.catalog.CatalogCodec.writeOptional;

import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;
import java.util.List;

/// Stored form of relations, the part of {@link CatalogCodec} with columns, indexes and constraints.
///
/// ```
///  kind (1): 0 table, 1 view, 2 sequence, 3 view with check option,
///  4 materialized view | schema | name | owner | columns | …
/// ```
///
/// Enums are stored by their ordinals: new constants go to the end.
@SuppressWarnings("EnumOrdinal")
final class RelationCodec {

    private static final ColumnDef.Identity[] IDENTITIES = ColumnDef.Identity.values();
    private static final ConstraintDef.Timing[] TIMINGS = ConstraintDef.Timing.values();
    private static final ConstraintDef.Action[] ACTIONS = ConstraintDef.Action.values();
    private static final RelationDef.Persistence[] PERSISTENCES = RelationDef.Persistence.values();

    private static final RelationDef.CheckOption[] CHECK_OPTIONS = RelationDef.CheckOption.values();
    private static final int NULLS_FIRST = 1;
    private static final int CLASS_NAMED = 2;

    private final TypeLookup types;

    RelationCodec(TypeLookup types) {
        this.types = types;
    }

    static void write(RowWriter out, RelationDef relation) {
        switch (relation) {
            case RelationDef.Table table -> {
                RelationDef.Materialized materialized = table.materialized();
                writeHead(out, materialized == null ? 0 : 4, table);
                out.writeLong(table.tree().value());
                writeList(out, table.indexes(), RelationCodec::writeIndex);
                writeList(out, table.constraints(), RelationCodec::writeConstraint);
                out.writeByte(table.persistence().ordinal());
                if (materialized != null) {
                    out.writeString(materialized.querySql());
                    writeBoolean(out, materialized.populated());
                }
                TriggerCodec.write(out, table.triggers());
            }
            case RelationDef.View view -> {
                boolean checked = view.checkOption() != RelationDef.CheckOption.NONE;
                writeHead(out, checked ? 3 : 1, view);
                out.writeString(view.querySql());
                if (checked) {
                    out.writeByte(view.checkOption().ordinal());
                }
                TriggerCodec.write(out, view.triggers());
            }
            case RelationDef.Sequence sequence -> {
                writeHead(out, 2, sequence);
                writeSequence(out, sequence.sequence());
            }
            case RelationDef.Virtual virtual ->
                throw new IllegalArgumentException("a virtual relation is not stored: " + virtual.name());
        }
    }

    private static void writeHead(RowWriter out, int kind, RelationDef relation) {
        out.writeByte(kind);
        out.writeString(relation.schema());
        out.writeString(relation.name());
        out.writeString(relation.owner());
        writeList(out, relation.columns(), RelationCodec::writeColumn);
    }

    RelationDef read(int oid, RowReader in) {
        int kind = in.readByte();
        String schema = in.readString();
        String name = in.readString();
        String owner = in.readString();
        List<ColumnDef> columns = readList(in, this::readColumn);
        return switch (kind) {
            case 0, 4 -> {
                TreeId tree = new TreeId(in.readLong());
                List<IndexDef> indexes = readList(in, i -> readIndex(i, oid));
                List<ConstraintDef> constraints = readList(in, RelationCodec::readConstraint);
                RelationDef.Persistence persistence = PERSISTENCES[in.readByte()];
                RelationDef.Materialized materialized =
                        kind == 0 ? null : new RelationDef.Materialized(in.readString(), readBoolean(in));
                yield new RelationDef.Table(
                        oid,
                        schema,
                        name,
                        owner,
                        columns,
                        tree,
                        indexes,
                        constraints,
                        List.of(),
                        persistence,
                        TriggerCodec.read(in),
                        materialized);
            }
            case 1, 3 ->
                new RelationDef.View(
                        oid,
                        schema,
                        name,
                        owner,
                        columns,
                        in.readString(),
                        kind == 1 ? RelationDef.CheckOption.NONE : CHECK_OPTIONS[in.readByte()],
                        TriggerCodec.read(in));
            case 2 -> new RelationDef.Sequence(oid, schema, name, owner, columns, readSequence(in));
            default -> throw new IllegalStateException("unknown kind of relation " + kind);
        };
    }

    private static void writeColumn(RowWriter out, ColumnDef column) {
        out.writeInt(column.number());
        out.writeString(column.name());
        out.writeInt(column.type().type().oid());
        out.writeInt(column.type().typmod());
        writeBoolean(out, column.notNull());
        writeOptional(out, column.defaultSql());
        out.writeByte(column.identity().ordinal());
        writeBoolean(out, column.generated());
        writeBoolean(out, column.dropped());
    }

    private ColumnDef readColumn(RowReader in) {
        return new ColumnDef(
                in.readInt(),
                in.readString(),
                new DataType(types.type(in.readInt()), in.readInt()),
                readBoolean(in),
                readOptional(in),
                IDENTITIES[in.readByte()],
                readBoolean(in),
                readBoolean(in));
    }

    private static void writeIndex(RowWriter out, IndexDef index) {
        out.writeInt(index.oid());
        out.writeString(index.name());
        out.writeLong(index.tree().value());
        writeList(out, index.parts(), RelationCodec::writePart);
        writeList(out, index.includes(), RowWriter::writeInt);
        writeBoolean(out, index.unique());
        writeBoolean(out, index.primary());
        writeBoolean(out, index.nullsNotDistinct());
        writeOptional(out, index.predicateSql());
    }

    private static IndexDef readIndex(RowReader in, int tableOid) {
        return new IndexDef(
                in.readInt(),
                in.readString(),
                tableOid,
                new TreeId(in.readLong()),
                readList(in, RelationCodec::readPart),
                readList(in, RowReader::readInt),
                readBoolean(in),
                readBoolean(in),
                readBoolean(in),
                readOptional(in));
    }

    /// ```
    ///  column | expression | descending | flags (1): 1 nulls first, 2 a name of an operator class follows | …
    /// ```
    private static void writePart(RowWriter out, IndexDef.Part part) {
        boolean named = !part.operatorClass().isEmpty();
        out.writeInt(part.column());
        writeOptional(out, part.expressionSql());
        writeBoolean(out, part.descending());
        out.writeByte((part.nullsFirst() ? NULLS_FIRST : 0) | (named ? CLASS_NAMED : 0));
        if (named) {
            out.writeString(part.operatorClass());
        }
    }

    private static IndexDef.Part readPart(RowReader in) {
        int column = in.readInt();
        String expression = readOptional(in);
        boolean descending = readBoolean(in);
        int flags = in.readByte();
        return new IndexDef.Part(
                column,
                expression,
                descending,
                (flags & NULLS_FIRST) != 0,
                (flags & CLASS_NAMED) != 0 ? in.readString() : "");
    }

    static void writeCheck(RowWriter out, ConstraintDef.Check check) {
        out.writeInt(check.oid());
        out.writeString(check.name());
        out.writeString(check.expressionSql());
        writeBoolean(out, check.validated());
    }

    static ConstraintDef.Check readCheck(RowReader in) {
        return new ConstraintDef.Check(in.readInt(), in.readString(), in.readString(), readBoolean(in));
    }

    private static void writeConstraint(RowWriter out, ConstraintDef constraint) {
        switch (constraint) {
            case ConstraintDef.Check check -> {
                out.writeByte(0);
                writeCheck(out, check);
            }
            case ConstraintDef.Unique unique -> {
                out.writeByte(1);
                out.writeInt(unique.oid());
                out.writeString(unique.name());
                out.writeInt(unique.indexOid());
                writeBoolean(out, unique.primary());
                out.writeByte(unique.timing().ordinal());
            }
            case ConstraintDef.ForeignKey key -> {
                out.writeByte(key.deleteColumns().isEmpty() ? 2 : 3);
                out.writeInt(key.oid());
                out.writeString(key.name());
                writeList(out, key.columns(), RowWriter::writeInt);
                out.writeInt(key.referencedTable());
                writeList(out, key.referencedColumns(), RowWriter::writeInt);
                out.writeInt(key.referencedIndex());
                out.writeByte(key.onDelete().ordinal());
                if (!key.deleteColumns().isEmpty()) {
                    writeList(out, key.deleteColumns(), RowWriter::writeInt);
                }
                out.writeByte(key.onUpdate().ordinal());
                writeBoolean(out, key.matchFull());
                out.writeByte(key.timing().ordinal());
                writeBoolean(out, key.validated());
            }
        }
    }

    private static ConstraintDef readConstraint(RowReader in) {
        int kind = in.readByte();
        return switch (kind) {
            case 0 -> readCheck(in);
            case 1 ->
                new ConstraintDef.Unique(
                        in.readInt(), in.readString(), in.readInt(), readBoolean(in), TIMINGS[in.readByte()]);
            case 2, 3 ->
                new ConstraintDef.ForeignKey(
                        in.readInt(),
                        in.readString(),
                        readList(in, RowReader::readInt),
                        in.readInt(),
                        readList(in, RowReader::readInt),
                        in.readInt(),
                        ACTIONS[in.readByte()],
                        kind == 2 ? List.of() : readList(in, RowReader::readInt),
                        ACTIONS[in.readByte()],
                        readBoolean(in),
                        TIMINGS[in.readByte()],
                        readBoolean(in));
            default -> throw new IllegalStateException("unknown kind of constraint " + kind);
        };
    }

    private static void writeSequence(RowWriter out, SequenceDef sequence) {
        out.writeInt(sequence.typeOid());
        out.writeLong(sequence.start());
        out.writeLong(sequence.increment());
        out.writeLong(sequence.min());
        out.writeLong(sequence.max());
        out.writeLong(sequence.cache());
        writeBoolean(out, sequence.cycle());
        out.writeInt(sequence.ownedByTable());
        out.writeInt(sequence.ownedByColumn());
        out.writeLong(sequence.stateId());
        out.writeLong(sequence.restart());
    }

    private static SequenceDef readSequence(RowReader in) {
        return new SequenceDef(
                in.readInt(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                readBoolean(in),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readLong());
    }
}
