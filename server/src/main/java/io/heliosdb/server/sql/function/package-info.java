/// Functions, operators, casts and aggregates, as PostgreSQL's catalog lists them.
@NullMarked
package io.heliosdb.server.sql.function;

import org.jspecify.annotations.NullMarked;
