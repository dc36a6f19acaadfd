package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.List;

/// `character varying(n)`: text of at most n characters. The typmod is n + 4.
class VarcharType extends StringType {

    static final int HEADER = 4;
    private static final int MAX_LENGTH = 10_485_760;

    VarcharType() {
        this("varchar");
    }

    VarcharType(String name) {
        super(name);
    }

    @Override
    public String displayName(int typmod) {
        return typmod < HEADER ? super.displayName(-1) : super.displayName(-1) + "(" + (typmod - HEADER) + ")";
    }

    @Override
    public int parseModifiers(List<String> modifiers) {
        if (modifiers.size() != 1) {
            throw TypeErrors.invalidParameter("invalid type modifier");
        }
        int length = Modifiers.integer(modifiers.getFirst());
        String alias = name().equals("bpchar") ? "char" : name();
        if (length < 1) {
            throw TypeErrors.invalidParameter("length for type " + alias + " must be at least 1");
        }
        if (length > MAX_LENGTH) {
            throw TypeErrors.invalidParameter("length for type " + alias + " cannot exceed " + MAX_LENGTH);
        }
        return length + HEADER;
    }

    @Override
    public Object applyModifier(Object value, int typmod, boolean explicit) {
        String text = (String) value;
        return typmod < HEADER ? text : fit(text, typmod - HEADER, explicit);
    }

    /// Cuts what is too long: silently when asked for explicitly or when only spaces are lost.
    final String fit(String text, int length, boolean explicit) {
        String kept = Text.prefix(text, length);
        if (kept.length() == text.length() || explicit || isBlank(text, kept.length())) {
            return kept;
        }
        throw new SqlException(
                SqlState.STRING_DATA_RIGHT_TRUNCATION,
                "value too long for type " + super.displayName(-1) + "(" + length + ")");
    }

    private static boolean isBlank(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) != ' ') {
                return false;
            }
        }
        return true;
    }
}
