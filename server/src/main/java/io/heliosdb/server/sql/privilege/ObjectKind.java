package io.heliosdb.server.sql.privilege;

import java.util.Locale;
import java.util.Set;

/// A kind of object with privileges of its own (PostgreSQL 15 manual, table 5.2).
public enum ObjectKind {
    /// Views too.
    TABLE("arwdDxt", "", 'r'),
    COLUMN("arwx", "", 'c'),
    SEQUENCE("rwU", "", 's'),
    DATABASE("CTc", "Tc", 'd'),
    FUNCTION("X", "X", 'f'),
    LANGUAGE("U", "U", 'l'),
    SCHEMA("UC", "", 'n'),
    TABLESPACE("C", "", 't'),
    TYPE("U", "U", 'T');

    private final Set<Privilege> all;
    private final Set<Privilege> ofPublic;
    private final char code;

    ObjectKind(String all, String ofPublic, char code) {
        this.all = Set.copyOf(Privilege.ofLetters(all));
        this.ofPublic = Set.copyOf(Privilege.ofLetters(ofPublic));
        this.code = code;
    }

    /// What can be granted on one, and what its owner has.
    public Set<Privilege> all() {
        return all;
    }

    /// What everybody has as long as nothing was granted or revoked.
    public Set<Privilege> ofPublic() {
        return ofPublic;
    }

    /// The letter by which `acldefault` knows it.
    public char code() {
        return code;
    }

    /// As errors name it, such as `invalid privilege type USAGE for table`.
    public String word() {
        return this == TABLE ? "relation" : name().toLowerCase(Locale.ROOT);
    }
}
