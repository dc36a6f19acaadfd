/// The executor: pull operators over lazily decoded rows, expressions compiled once into closures, data changes with
/// their constraints.
///
/// A plan is a tree of `PlanNode`s, immutable and shared by any number of threads; one execution owns a `Frame`, in
/// which every relation of the statement has a slot for its current row.
@NullMarked
package io.heliosdb.server.sql.exec;

import org.jspecify.annotations.NullMarked;
