/// Who may do what (PostgreSQL 15 manual, 5.7 and chapter 22): privileges and the objects that have them, lists of
/// grants, the rights of one user, and what a statement needs. `README.md` says where they are checked.
///
/// Everything here is immutable and safe for any thread.
@NullMarked
package io.heliosdb.server.sql.privilege;

import org.jspecify.annotations.NullMarked;
