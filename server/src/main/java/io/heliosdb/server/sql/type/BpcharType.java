package io.heliosdb.server.sql.type;

/// `character(n)`: text padded with spaces to n characters; trailing spaces do not count when compared.
final class BpcharType extends VarcharType {

    BpcharType() {
        super("bpchar");
    }

    @Override
    public Object applyModifier(Object value, int typmod, boolean explicit) {
        String text = (String) value;
        if (typmod < HEADER) {
            return text;
        }
        int length = typmod - HEADER;
        String fitting = fit(text, length, explicit);
        int missing = length - Text.length(fitting);
        return missing > 0 ? fitting + " ".repeat(missing) : fitting;
    }

    @Override
    public int compare(Object left, Object right) {
        return Text.compare(Text.trimTrailingSpaces((String) left), Text.trimTrailingSpaces((String) right));
    }

    @Override
    public int hash(Object value) {
        return Text.trimTrailingSpaces((String) value).hashCode();
    }

    @Override
    public void writeKey(Object value, KeyWriter out) {
        out.writeString(Text.trimTrailingSpaces((String) value));
    }
}
