/// Rows of `pg_catalog`, `information_schema`, `pg_stat_*` and `pg_replication_*`, and the functions that read them.
///
/// Entry point: `SystemViews`. Rows are computed when they are read, in the reading
/// session's thread, from the catalog that its statement sees and from live figures of node and sessions. Which columns
/// a relation has is PostgreSQL 15's: `columns.tsv` lists them.
@NullMarked
package io.heliosdb.server.sysviews;

import org.jspecify.annotations.NullMarked;
