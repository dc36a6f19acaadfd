package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.exec.DomainAccess;
import io.heliosdb.server.sql.exec.TableAccess;
import io.heliosdb.server.sql.tree.Expr;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// Compiles the constraints of domains.
public final class DomainCompiler {

    /// The relation number under which conditions refer to the value, its only column.
    public static final int RELATION = 0;

    private DomainCompiler() {}

    /// @param analyzer resolves SQL text over `VALUE`, under {@link #RELATION}
    public static DomainAccess compile(
            TypeDef.Domain domain, Environment environment, Function<String, Expr> analyzer) {
        Translator translator = new Translator(environment);
        translator.layout().slot(RELATION);
        List<TableAccess.CheckAccess> checks = domain.checks().stream()
                .sorted(Comparator.comparing(ConstraintDef.Check::name))
                .map(check -> new TableAccess.CheckAccess(
                        check.name(), translator.compiler().compile(analyzer.apply(check.expressionSql()))))
                .toList();
        return new DomainAccess(domain, translator.layout().shape(), checks);
    }
}
