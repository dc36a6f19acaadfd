package io.heliosdb.server.sql.type;

/// `pg_type.typcategory` (PostgreSQL 18 manual, table 52.65).
public enum TypeCategory {
    ARRAY('A'),
    BOOLEAN('B'),
    COMPOSITE('C'),
    DATE_TIME('D'),
    ENUM('E'),
    GEOMETRIC('G'),
    NETWORK('I'),
    NUMERIC('N'),
    PSEUDO('P'),
    RANGE('R'),
    STRING('S'),
    TIMESPAN('T'),
    USER('U'),
    BIT_STRING('V'),
    UNKNOWN('X'),
    INTERNAL('Z');

    private final char code;

    TypeCategory(char code) {
        this.code = code;
    }

    /// The category of a code.
    public static TypeCategory of(char code) {
        for (TypeCategory category : values()) {
            if (category.code == code) {
                return category;
            }
        }
        throw new IllegalArgumentException("no type category " + code);
    }

    public char code() {
        return code;
    }
}
