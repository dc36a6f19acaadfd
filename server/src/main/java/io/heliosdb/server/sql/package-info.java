/// The SQL front end and executor: text in, rows out, on a transaction of the engine below.
///
/// A statement passes `parse` (text to syntax tree), `analyze` (names, types, effects: a typed `tree`), `plan` (a
/// physical plan, directly or through Calcite) and `exec` (operators). The only place with Calcite.
@NullMarked
package io.heliosdb.server.sql;

import org.jspecify.annotations.NullMarked;
