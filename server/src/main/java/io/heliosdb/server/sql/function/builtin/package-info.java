/// The built-in functions, a module for each theme of PostgreSQL's manual, chapter 9.
@NullMarked
package io.heliosdb.server.sql.function.builtin;

import org.jspecify.annotations.NullMarked;
