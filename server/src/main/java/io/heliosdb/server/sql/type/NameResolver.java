package io.heliosdb.server.sql.type;

import java.util.Optional;

/// Turns names of catalog objects into oids and back; the catalog implements it, as one session's search path sees it.
public interface NameResolver {

    /// The name to print for an object, quoted, and with its schema where it would not be found without.
    ///
    /// Functions and operators are printed with their argument types for the kinds that end so in SQL
    /// (`regprocedure`, `regoperator`). Empty when there is no such object.
    Optional<String> nameOf(Kind kind, long oid);

    /// The object that a name means, as `regclass` and its kin read it.
    ///
    /// @throws io.heliosdb.server.common.SqlException 42P01, 42704, 42883, 3F000, 42602 with PostgreSQL's message
    long oidOf(Kind kind, String name);

    /// A type by its oid, built in or made by users.
    Optional<Type> type(int oid);

    /// What an oid may name.
    enum Kind {
        CLASS,
        TYPE,
        PROC,
        PROCEDURE,
        OPER,
        OPERATOR,
        NAMESPACE,
        ROLE,
        COLLATION,
        CONFIG,
        DICTIONARY
    }
}
