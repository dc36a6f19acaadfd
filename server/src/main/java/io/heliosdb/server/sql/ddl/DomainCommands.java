package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterDomain;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.DomainAction;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.DomainType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// ALTER DOMAIN. What is added is checked for all rows there are, whose tables nobody changes meanwhile.
final class DomainCommands {

    private final CommandRun run;
    private final Rewrites rewrites;

    DomainCommands(CommandRun run) {
        this.run = run;
        this.rewrites = new Rewrites(run);
    }

    String alter(AlterDomain node) {
        TypeDef.Domain domain = require(node.name());
        run.lock(domain);
        domain = require(node.name());
        TypeDef.Domain changed =
                switch (node.action()) {
                    case DomainAction.AddCheck add -> addCheck(domain, add);
                    case DomainAction.DropConstraint drop -> dropConstraint(domain, drop);
                    case DomainAction.RenameConstraint rename -> rename(domain, rename);
                    case DomainAction.ValidateConstraint validate -> validate(domain, validate.name());
                    case DomainAction.SetNotNull set -> setNotNull(domain, set.notNull());
                    case DomainAction.SetDefault set -> with(domain, domain.notNull(), set.sql(), domain.checks());
                };
        if (!changed.equals(domain)) {
            run.put(changed);
        }
        return "ALTER DOMAIN";
    }

    private TypeDef.Domain require(QualifiedName name) {
        Type type = find(name);
        if (type != null && run.catalog().typeDef(type.oid()).orElse(null) instanceof TypeDef.Domain domain) {
            return domain;
        }
        throw type == null
                ? new SqlException(SqlState.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist")
                : new SqlException(SqlState.WRONG_OBJECT_TYPE, type.displayName(-1) + " is not a domain");
    }

    private @Nullable Type find(QualifiedName name) {
        if (!name.isQualified()) {
            return run.path().type(name.last()).orElse(null);
        }
        String schema = run.path().real(name.parts().get(name.parts().size() - 2));
        return run.catalog().type(schema, name.last()).orElse(null);
    }

    private TypeDef.Domain addCheck(TypeDef.Domain domain, DomainAction.AddCheck add) {
        String name = add.name().isEmpty()
                ? ObjectNames.choose(domain.name(), "", "check", taken -> has(domain, taken))
                : add.name();
        refuseTaken(domain, name);
        DataType base = new DataType(run.catalog().type(domain.baseType()).orElseThrow(), domain.typmod());
        run.analyzer().domainCondition(add.sql(), base, 0, run.analysis());
        if (!add.notValid()) {
            checkRows(domain, add.sql());
        }
        List<ConstraintDef.Check> checks = new ArrayList<>(domain.checks());
        checks.add(new ConstraintDef.Check(run.newOid(), name, add.sql(), !add.notValid()));
        return with(domain, domain.notNull(), domain.defaultSql(), checks);
    }

    private static boolean has(TypeDef.Domain domain, String name) {
        return domain.checks().stream().anyMatch(c -> c.name().equals(name));
    }

    private static void refuseTaken(TypeDef.Domain domain, String name) {
        if (has(domain, name)) {
            throw new SqlException(
                    SqlState.DUPLICATE_OBJECT,
                    "constraint \"" + name + "\" for domain \"" + domain.name() + "\" already exists");
        }
    }

    private TypeDef.Domain dropConstraint(TypeDef.Domain domain, DomainAction.DropConstraint drop) {
        if (!has(domain, drop.name())) {
            if (!drop.ifExists()) {
                throw missing(domain, drop.name());
            }
            run.notice(missing(domain, drop.name()).getMessage() + ", skipping");
            return domain;
        }
        return with(
                domain,
                domain.notNull(),
                domain.defaultSql(),
                domain.checks().stream()
                        .filter(c -> !c.name().equals(drop.name()))
                        .toList());
    }

    private static SqlException missing(TypeDef.Domain domain, String name) {
        return new SqlException(
                SqlState.UNDEFINED_OBJECT,
                "constraint \"" + name + "\" of domain \"" + domain.name() + "\" does not exist");
    }

    private TypeDef.Domain validate(TypeDef.Domain domain, String name) {
        return mapped(domain, name, check -> {
            checkRows(domain, check.expressionSql());
            return new ConstraintDef.Check(check.oid(), check.name(), check.expressionSql(), true);
        });
    }

    private static TypeDef.Domain rename(TypeDef.Domain domain, DomainAction.RenameConstraint rename) {
        refuseTaken(domain, rename.newName());
        return mapped(
                domain,
                rename.name(),
                check -> new ConstraintDef.Check(
                        check.oid(), rename.newName(), check.expressionSql(), check.validated()));
    }

    private static TypeDef.Domain mapped(
            TypeDef.Domain domain, String name, Function<ConstraintDef.Check, ConstraintDef.Check> change) {
        if (!has(domain, name)) {
            throw missing(domain, name);
        }
        return with(
                domain,
                domain.notNull(),
                domain.defaultSql(),
                domain.checks().stream()
                        .map(c -> c.name().equals(name) ? change.apply(c) : c)
                        .toList());
    }

    private TypeDef.Domain setNotNull(TypeDef.Domain domain, boolean notNull) {
        if (notNull && !domain.notNull()) {
            forEachColumn(domain, rewrites::checkNoNulls);
        }
        return with(domain, notNull, domain.defaultSql(), domain.checks());
    }

    private void checkRows(TypeDef.Domain domain, String condition) {
        forEachColumn(domain, (table, column) -> rewrites.checkDomain(table, column, condition));
    }

    private interface ColumnWork {
        void on(RelationDef.Table table, ColumnDef column);
    }

    /// Every column of the domain, or of one made of it.
    private void forEachColumn(TypeDef.Domain domain, ColumnWork work) {
        List<Integer> tables = run.catalog().relations().stream()
                .filter(relation -> relation instanceof RelationDef.Table table
                        && table.columns().stream().anyMatch(c -> isOf(c, domain, table)))
                .map(RelationDef::oid)
                .sorted()
                .toList();
        for (int oid : tables) {
            run.lockTable(oid, TableLockMode.SHARE);
            run.catalog().table(oid).ifPresent(now -> now.columns().stream()
                    .filter(column -> isOf(column, domain, now))
                    .forEach(column -> work.on(now, column)));
        }
    }

    private static boolean isOf(ColumnDef column, TypeDef.Domain domain, RelationDef.Table table) {
        if (column.dropped()) {
            return false;
        }
        Type type = column.type().type();
        if (type instanceof ArrayType array && isMadeOf(array.elementType(), domain)) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cannot alter type \"" + domain.name() + "\" because column \"" + table.name() + "." + column.name()
                            + "\" uses it");
        }
        return isMadeOf(type, domain);
    }

    private static boolean isMadeOf(Type type, TypeDef.Domain domain) {
        Type at = type;
        while (at instanceof DomainType made) {
            if (made.oid() == domain.oid()) {
                return true;
            }
            at = made.base().type();
        }
        return false;
    }

    private static TypeDef.Domain with(
            TypeDef.Domain domain, boolean notNull, @Nullable String defaultSql, List<ConstraintDef.Check> checks) {
        return new TypeDef.Domain(
                domain.oid(),
                domain.schema(),
                domain.name(),
                domain.owner(),
                domain.baseType(),
                domain.typmod(),
                notNull,
                defaultSql,
                checks);
    }
}
