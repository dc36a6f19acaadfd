/// Sizes: what ANALYZE finds out about tables, and what planners make of it.
///
/// `RowSample` takes the sample and computes statistics, which are kept in the catalog as text;
/// `RelationFigures` are those statistics ready for use; `Estimator` answers for one statement which share of
/// rows fulfils a condition and how many different values an expression has.
@NullMarked
package io.heliosdb.server.sql.estimate;

import org.jspecify.annotations.NullMarked;
