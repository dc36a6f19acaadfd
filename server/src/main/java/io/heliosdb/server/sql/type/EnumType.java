package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An enum as its catalog rows describe it. Values are labels, stored as their oids, so that labels can be
/// renamed.
public final class EnumType extends AbstractType {

    /// A row of `pg_enum`.
    public record Label(int oid, String name, float sortOrder) {}

    private final List<Label> labels;
    private final Map<String, Label> byName = new HashMap<>();
    private final Map<Integer, Label> byOid = new HashMap<>();
    private final Set<Integer> uncommitted;

    public EnumType(int oid, String name, int arrayOid, List<Label> labels) {
        this(oid, name, arrayOid, labels, Set.of());
    }

    /// @param uncommitted labels, by their oids, that may not be used before the transaction that adds them commits
    public EnumType(int oid, String name, int arrayOid, List<Label> labels, Set<Integer> uncommitted) {
        super(TypeFacts.user(oid, name, arrayOid, 'E'));
        this.uncommitted = Set.copyOf(uncommitted);
        this.labels =
                labels.stream().sorted(Comparator.comparing(Label::sortOrder)).toList();
        for (Label label : this.labels) {
            byName.put(label.name(), label);
            byOid.put(label.oid(), label);
        }
    }

    /// The labels in their order.
    public List<Label> labels() {
        return labels;
    }

    @Override
    public Class<?> valueClass() {
        return String.class;
    }

    @Override
    public int storageSize() {
        return 4;
    }

    private Label label(String name) {
        Label label = byName.get(name);
        if (label == null) {
            throw new IllegalStateException("enum " + name() + " has no label " + name);
        }
        return label;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        return given(text, context);
    }

    private String given(String text, TypeContext context) {
        if (!byName.containsKey(text)) {
            throw new SqlException(
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    "invalid input value for enum " + shown(context) + ": \"" + text + "\"");
        }
        return usable(text, context);
    }

    /// A label, to become a value.
    ///
    /// @throws SqlException 55P04 while the label is not committed: what refers to it could outlive it
    public String usable(String label, TypeContext context) {
        if (!uncommitted.isEmpty() && uncommitted.contains(label(label).oid())) {
            throw new SqlException(
                            SqlState.UNSAFE_NEW_ENUM_VALUE_USAGE,
                            "unsafe use of new value \"" + label + "\" of enum type " + shown(context))
                    .withHint("New enum values must be committed before they can be used.");
        }
        return label;
    }

    private String shown(TypeContext context) {
        return context.names().nameOf(NameResolver.Kind.TYPE, oid()).orElse(name());
    }

    @Override
    public String format(Object value, TypeContext context) {
        return (String) value;
    }

    @Override
    public Object decodeBinary(ByteBuffer bytes, TypeContext context) {
        return given(context.clientEncoding().decode(remaining(bytes)), context);
    }

    @Override
    public byte[] encodeBinary(Object value, TypeContext context) {
        return context.clientEncoding().encode((String) value);
    }

    @Override
    public int compare(Object left, Object right) {
        return Float.compare(
                label((String) left).sortOrder(), label((String) right).sortOrder());
    }

    @Override
    public void write(Object value, RowWriter out) {
        out.writeInt(label((String) value).oid());
    }

    @Override
    public Object read(RowReader in) {
        int oid = in.readInt();
        Label label = byOid.get(oid);
        if (label == null) {
            throw new SqlException(
                    SqlState.DATA_CORRUPTED, "invalid internal value for enum: " + Integer.toUnsignedString(oid));
        }
        return label.name();
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        out.writeInt(Floats.orderedBits(label((String) value).sortOrder()));
    }
}
