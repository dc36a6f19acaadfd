package io.heliosdb.server.sql.parse.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// INSERT, UPDATE, DELETE and MERGE as written.
public sealed interface ChangeNode extends Statement {

    QueryNode.@Nullable With with();

    Target target();

    /// Empty without RETURNING.
    List<QueryNode.SelectItem> returning();

    /// @param alias empty when there is none
    record Target(QualifiedName table, boolean only, String alias) {}

    /// @param columns empty when there is no list
    /// @param source null for DEFAULT VALUES
    record Insert(
            QueryNode.@Nullable With with,
            Target target,
            List<TargetColumn> columns,
            Overriding overriding,
            @Nullable QueryNode source,
            @Nullable OnConflict onConflict,
            List<QueryNode.SelectItem> returning)
            implements ChangeNode {}

    enum Overriding {
        NONE,
        SYSTEM,
        USER
    }

    /// A column that is assigned to, with its position for errors.
    ///
    /// @param path the element or field of it that is meant (`a[1]`, `a.b`), outermost first; empty for the
    /// whole column
    record TargetColumn(String name, List<Step> path, int position) {
        public TargetColumn(String name, int position) {
            this(name, List.of(), position);
        }

        public sealed interface Step {
            record Field(String name) implements Step {}

            /// An element, or a slice whose bounds may be left out (null).
            record Element(
                    @Nullable Expression lower, @Nullable Expression upper, boolean slice) implements Step {}
        }
    }

    /// @param constraint of ON CONSTRAINT, else empty
    /// @param assignments null for DO NOTHING
    record OnConflict(
            List<Inference> columns,
            @Nullable Expression inferenceWhere,
            String constraint,
            @Nullable List<Assignment> assignments,
            @Nullable Expression where,
            int position) {}

    /// @param operatorClass empty when there is none
    record Inference(Expression key, String operatorClass) {}

    record Update(
            QueryNode.@Nullable With with,
            Target target,
            List<Assignment> assignments,
            List<FromNode> from,
            @Nullable Expression where,
            List<QueryNode.SelectItem> returning)
            implements ChangeNode {}

    /// `column = value`, or `(a, b) = row or query` when there are several columns.
    record Assignment(List<TargetColumn> columns, Expression value) {}

    record Delete(
            QueryNode.@Nullable With with,
            Target target,
            List<FromNode> using,
            @Nullable Expression where,
            List<QueryNode.SelectItem> returning)
            implements ChangeNode {}

    record Merge(
            QueryNode.@Nullable With with, Target target, FromNode source, Expression condition, List<MergeWhen> whens)
            implements ChangeNode {
        @Override
        public List<QueryNode.SelectItem> returning() {
            return List.of();
        }
    }

    record MergeWhen(boolean matched, @Nullable Expression condition, MergeAct act) {}

    sealed interface MergeAct {
        record Nothing() implements MergeAct {}

        record Remove() implements MergeAct {}

        record Change(List<Assignment> assignments) implements MergeAct {}

        /// @param values null for DEFAULT VALUES
        record Add(
                List<TargetColumn> columns,
                Overriding overriding,
                @Nullable List<Expression> values) implements MergeAct {}
    }
}
