/// What the database holds: schemas, tables, columns, indexes, constraints, sequences, views, roles.
@NullMarked
package io.heliosdb.server.sql.catalog;

import org.jspecify.annotations.NullMarked;
