/// Functions, operators, casts and aggregates, as PostgreSQL's catalog lists them.
///
/// Facts (oids, names, types, strictness, volatility) come from tables taken from PostgreSQL 15 beside these classes;
/// modules ({@link io.heliosdb.server.sql.function.FunctionModule}) bind implementations to them. The built-in modules
/// are in `builtin`; packages that know more (catalog, replication) bring their own.
@NullMarked
package io.heliosdb.server.sql.function;

import org.jspecify.annotations.NullMarked;
