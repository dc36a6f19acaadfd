package io.heliosdb.server.admin;

/// The database's own users, asked by calls that bring a name and a password. Implemented by `boot` over the catalog;
/// any thread.
public interface DatabaseUsers {

    /// Whether a role of this name may log in, and this is its password. A name that there is not takes as long.
    ///
    /// @throws io.heliosdb.server.common.SqlException 57P03 while the catalog is not there
    boolean accepts(String user, String password);

    /// Whether the role may have a copy of the whole database.
    ///
    /// @throws io.heliosdb.server.common.SqlException 57P03 while the catalog is not there
    boolean mayCopy(String user);
}
