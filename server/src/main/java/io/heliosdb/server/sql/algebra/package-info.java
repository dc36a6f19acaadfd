/// The algebra: FROM and WHERE of a query as Calcite's relational algebra, optimised there, and back as a tree of
/// joins.
///
/// `Optimizer` is the entry. A typed tree goes in; `BlockTranslator` makes `RelNode`s of it, `Programs`
/// rewrites them, `TreeBuilder` makes a `JoinTree` of typed expressions, which the planner turns into plan
/// nodes. Calcite sees expressions as opaque operators over their operands, except AND, OR, NOT, IS NULL and
/// equality, whose meaning is the same in both: what PostgreSQL's functions mean is never decided by Calcite.
/// The only package with Calcite. Used by one thread at a time for one query.
@NullMarked
package io.heliosdb.server.sql.algebra;

import org.jspecify.annotations.NullMarked;
