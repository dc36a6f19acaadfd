package io.heliosdb.server.sql.catalog;

import static io.heliosdb.server.sql.catalog.CatalogCodec.readBoolean;
import static io.heliosdb.server.sql.catalog.CatalogCodec.readList;
import static io.heliosdb.server.sql.catalog.CatalogCodec.readOptional;
import static io.heliosdb.server.sql.catalog.CatalogCodec.writeBoolean;
import static io.heliosdb.server.sql.catalog.CatalogCodec.writeList;
import static io.heliosdb.server.sql.catalog.CatalogCodec.writeOptional;

import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;

/// Stored form of a relation's triggers: the last field of its entry, left out where there are none.
@SuppressWarnings("EnumOrdinal") // new constants go to the end
final class TriggerCodec {

    private static final TriggerDef.Enabled[] ENABLED = TriggerDef.Enabled.values();
    private static final ConstraintDef.Timing[] TIMINGS = ConstraintDef.Timing.values();

    private TriggerCodec() {}

    static void write(RowWriter out, TriggerSet triggers) {
        if (!triggers.equals(TriggerSet.NONE)) {
            out.writeByte(triggers.references().ordinal());
            writeList(out, triggers.list(), TriggerCodec::writeTrigger);
        }
    }

    private static void writeTrigger(RowWriter out, TriggerDef trigger) {
        out.writeInt(trigger.oid());
        out.writeString(trigger.name());
        out.writeInt(trigger.routine());
        out.writeByte(trigger.kind());
        writeList(out, trigger.columns(), RowWriter::writeInt);
        writeOptional(out, trigger.whenSql());
        out.writeString(trigger.oldTable());
        out.writeString(trigger.newTable());
        writeList(out, trigger.arguments(), RowWriter::writeString);
        out.writeByte(trigger.enabled().ordinal());
        TriggerDef.Constraint constraint = trigger.constraint();
        writeBoolean(out, constraint != null);
        if (constraint != null) {
            out.writeInt(constraint.oid());
            out.writeByte(constraint.timing().ordinal());
            out.writeInt(constraint.referencedTable());
        }
    }

    static TriggerSet read(RowReader in) {
        if (in.remaining() == 0) {
            return TriggerSet.NONE;
        }
        TriggerDef.Enabled references = ENABLED[in.readByte()];
        return new TriggerSet(readList(in, TriggerCodec::readTrigger), references);
    }

    private static TriggerDef readTrigger(RowReader in) {
        return new TriggerDef(
                in.readInt(),
                in.readString(),
                in.readInt(),
                in.readByte(),
                readList(in, RowReader::readInt),
                readOptional(in),
                in.readString(),
                in.readString(),
                readList(in, RowReader::readString),
                ENABLED[in.readByte()],
                readBoolean(in) ? new TriggerDef.Constraint(in.readInt(), TIMINGS[in.readByte()], in.readInt()) : null);
    }
}
