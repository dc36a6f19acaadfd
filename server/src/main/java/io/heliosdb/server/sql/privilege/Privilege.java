package io.heliosdb.server.sql.privilege;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Something that can be granted, in the order in which an aclitem has its letters (PostgreSQL 15 manual, table 5.1).
public enum Privilege {
    INSERT('a'),
    SELECT('r'),
    UPDATE('w'),
    DELETE('d'),
    TRUNCATE('D'),
    REFERENCES('x'),
    TRIGGER('t'),
    EXECUTE('X'),
    USAGE('U'),
    CREATE('C'),
    TEMPORARY('T'),
    CONNECT('c'),
    SET('s'),
    ALTER_SYSTEM('A');

    private final char letter;

    Privilege(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }

    /// The privilege as `GRANT` and `has_table_privilege` name it.
    public String word() {
        return name().replace('_', ' ');
    }

    /// The privilege that a word names, in any case.
    public static Optional<Privilege> named(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        String sought = upper.equals("TEMP") ? "TEMPORARY" : upper;
        for (Privilege privilege : values()) {
            if (privilege.word().equals(sought)) {
                return Optional.of(privilege);
            }
        }
        return Optional.empty();
    }

    /// The privileges that letters name; others, such as `*`, are left out.
    public static EnumSet<Privilege> ofLetters(String letters) {
        EnumSet<Privilege> found = EnumSet.noneOf(Privilege.class);
        for (Privilege privilege : values()) {
            if (letters.indexOf(privilege.letter) >= 0) {
                found.add(privilege);
            }
        }
        return found;
    }

    static EnumSet<Privilege> copyOf(Set<Privilege> privileges) {
        return privileges.isEmpty() ? EnumSet.noneOf(Privilege.class) : EnumSet.copyOf(privileges);
    }
}
