package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.privilege.StatementAccess;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Effects;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.tree.RelationUse;
import io.heliosdb.server.sql.type.Type;
import java.util.List;

/// A statement whose meaning is known. Immutable.
public sealed interface AnalyzedStatement {

    Effects effects();

    /// Types of `$1…`, declared or found out.
    List<Type> parameterTypes();

    /// What its rows look like; empty when it gives none.
    List<OutputColumn> columns();

    /// What has to be locked before it runs; commands lock by themselves.
    default List<RelationUse> uses() {
        return List.of();
    }

    /// What its user must be allowed to do; commands check by themselves.
    default StatementAccess access() {
        return StatementAccess.NONE;
    }

    record OfQuery(
            Query query, Effects effects, List<Type> parameterTypes, List<RelationUse> uses, StatementAccess access)
            implements AnalyzedStatement {
        @Override
        public List<OutputColumn> columns() {
            return query.columns();
        }
    }

    record OfChange(
            DataChange change,
            Effects effects,
            List<Type> parameterTypes,
            List<RelationUse> uses,
            StatementAccess access)
            implements AnalyzedStatement {
        @Override
        public List<OutputColumn> columns() {
            List<Query.Target> returning = change.returning();
            return returning == null
                    ? List.of()
                    : returning.stream().map(Query.Target::output).toList();
        }
    }

    /// `CREATE TABLE … AS`, `SELECT … INTO` and `CREATE MATERIALIZED VIEW`: `definition` says what is made, `query`
    /// gives its rows.
    record OfTableFromQuery(
            DefinitionStatement.CreateTableAs definition,
            Query query,
            Effects effects,
            List<Type> parameterTypes,
            List<RelationUse> uses,
            StatementAccess access)
            implements AnalyzedStatement {
        @Override
        public List<OutputColumn> columns() {
            return List.of();
        }
    }

    /// `EXPLAIN`.
    record OfExplain(UtilityStatement.Explain explain, AnalyzedStatement explained, List<OutputColumn> columns)
            implements AnalyzedStatement {
        @Override
        public Effects effects() {
            boolean runs = explain.options().stream().anyMatch(o -> o.name().equals("analyze") && !isOff(o.value()));
            return runs ? explained.effects() : Effects.READ;
        }

        private static boolean isOff(@org.jspecify.annotations.Nullable String value) {
            return "off".equals(value) || "false".equals(value) || "0".equals(value);
        }

        @Override
        public List<Type> parameterTypes() {
            return explained.parameterTypes();
        }

        @Override
        public List<RelationUse> uses() {
            return explained.uses();
        }

        @Override
        public StatementAccess access() {
            return explained.access();
        }
    }

    /// `CALL`.
    ///
    /// @param call of the procedure, as an expression
    /// @param columns of the row of its OUT and INOUT arguments; empty when it has none
    record OfCall(
            Expr call, List<OutputColumn> columns, Effects effects, List<Type> parameterTypes, StatementAccess access)
            implements AnalyzedStatement {}

    /// Everything else: DDL and utility statements, whose names are looked up when they run, under their locks.
    record OfCommand(Statement statement, Effects effects, List<Type> parameterTypes) implements AnalyzedStatement {
        OfCommand(Statement statement, Effects effects) {
            this(statement, effects, List.of());
        }

        @Override
        public List<OutputColumn> columns() {
            return List.of();
        }
    }
}
