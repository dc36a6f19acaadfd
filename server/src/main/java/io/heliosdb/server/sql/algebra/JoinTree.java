package io.heliosdb.server.sql.algebra;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import java.util.List;

/// What the optimiser decided: which inputs are joined in which order, and where each condition is tested. How a
/// table is read and how two inputs are joined is left to the planner.
///
/// Expressions refer to columns of relations as the typed tree does; relations that optimising adds have
/// numbers of their own. Of a semi or anti join only the left side's relations can be read above it.
public sealed interface JoinTree {

    /// How many rows are expected.
    double rows();

    /// Reads an item of FROM that is no join.
    ///
    /// @param conditions all that restrict it alone
    record Read(FromItem item, List<Expr> conditions, double rows) implements JoinTree {}

    /// @param conditions all must be true for two rows to match
    record Join(Kind kind, JoinTree left, JoinTree right, List<Expr> conditions, double rows) implements JoinTree {
        public enum Kind {
            INNER,
            LEFT,
            FULL,
            SEMI,
            ANTI
        }
    }

    record Filter(JoinTree input, List<Expr> conditions, double rows) implements JoinTree {}

    /// Computes values as columns of a relation of their own, so that an outer join can make them NULL.
    record Compute(JoinTree input, int relation, List<Expr> values, double rows) implements JoinTree {}

    /// Groups rows; the columns of `relation` are the keys, then the aggregates.
    record Group(JoinTree input, int relation, List<Expr> keys, List<Expr.Aggregate> aggregates, double rows)
            implements JoinTree {}

    /// All rows of all inputs, each of which is a `Compute` into the same relation.
    record Union(List<Compute> inputs, int relation, double rows) implements JoinTree {}
}
