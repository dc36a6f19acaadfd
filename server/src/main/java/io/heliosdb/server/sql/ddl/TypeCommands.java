package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.catalog.TypeDef.Enumeration.Label;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterEnumAddValue;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterEnumRenameValue;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.ColumnConstraint;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CreateComposite;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CreateDomain;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CreateEnum;
import io.heliosdb.server.sql.parse.ast.FromNode;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.type.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// CREATE TYPE and CREATE DOMAIN.
final class TypeCommands {

    // In bytes, as PostgreSQL's names.
    private static final int MAX_LABEL = 63;

    private final CommandRun run;

    TypeCommands(CommandRun run) {
        this.run = run;
    }

    private String freeName(QualifiedName name) {
        String schema = run.creationSchema(name, false);
        run.lockName("type", schema, name.last());
        if (Renames.hasType(run, schema, name.last())) {
            throw new SqlException(SqlState.DUPLICATE_OBJECT, "type \"" + name.last() + "\" already exists");
        }
        return schema;
    }

    private int newTypeOid() {
        return run.services().oids().take(2);
    }

    String createEnum(CreateEnum node) {
        String schema = freeName(node.name());
        int oid = newTypeOid();
        List<Label> labels = new ArrayList<>();
        for (String label : node.labels()) {
            checkLabel(label);
            if (labels.stream().anyMatch(l -> l.name().equals(label))) {
                throw new SqlException(SqlState.DUPLICATE_OBJECT, "enum label \"" + label + "\" used more than once");
            }
            labels.add(new Label(run.newOid(), label, labels.size() + 1));
        }
        run.put(new TypeDef.Enumeration(
                oid, schema, node.name().last(), run.session().currentUser(), labels));
        return "CREATE TYPE";
    }

    String addValue(AlterEnumAddValue node) {
        TypeDef.Enumeration type = enumeration(node.type());
        checkLabel(node.label());
        List<Label> labels = new ArrayList<>(type.labels());
        labels.sort(Comparator.comparing(Label::sortOrder));
        if (labels.stream().anyMatch(l -> l.name().equals(node.label()))) {
            if (node.ifNotExists()) {
                run.notice("enum label \"" + node.label() + "\" already exists, skipping");
                return "ALTER TYPE";
            }
            throw new SqlException(SqlState.DUPLICATE_OBJECT, "enum label \"" + node.label() + "\" already exists");
        }
        labels.add(new Label(run.newOid(), node.label(), order(labels, node)));
        run.put(new TypeDef.Enumeration(type.oid(), type.schema(), type.name(), type.owner(), labels));
        return "ALTER TYPE";
    }

    private TypeDef.Enumeration enumeration(QualifiedName name) {
        TypeDef found = run.catalog().typeDefs().stream()
                .filter(t -> t.name().equals(name.last()))
                .filter(t -> run.path().all().contains(t.schema()) || name.isQualified())
                .findFirst()
                .orElseThrow(() -> new SqlException(SqlState.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist"));
        if (found instanceof TypeDef.Enumeration enumeration) {
            return enumeration;
        }
        throw new SqlException(SqlState.WRONG_OBJECT_TYPE, found.name() + " is not an enum");
    }

    private static void checkLabel(String label) {
        if (label.getBytes(StandardCharsets.UTF_8).length > MAX_LABEL) {
            throw new SqlException(SqlState.INVALID_NAME, "invalid enum label \"" + label + "\"")
                    .withDetail("Labels must be " + MAX_LABEL + " bytes or less.");
        }
    }

    String renameValue(AlterEnumRenameValue node) {
        TypeDef.Enumeration type = enumeration(node.type());
        checkLabel(node.newLabel());
        if (type.labels().stream().noneMatch(l -> l.name().equals(node.label()))) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "\"" + node.label() + "\" is not an existing enum label");
        }
        if (type.labels().stream().anyMatch(l -> l.name().equals(node.newLabel()))) {
            throw new SqlException(SqlState.DUPLICATE_OBJECT, "enum label \"" + node.newLabel() + "\" already exists");
        }
        List<Label> labels = type.labels().stream()
                .map(l -> l.name().equals(node.label()) ? new Label(l.oid(), node.newLabel(), l.sortOrder()) : l)
                .toList();
        run.put(new TypeDef.Enumeration(type.oid(), type.schema(), type.name(), type.owner(), labels));
        return "ALTER TYPE";
    }

    private static float order(List<Label> labels, AlterEnumAddValue node) {
        if (node.place().isEmpty()) {
            return labels.isEmpty() ? 1 : labels.getLast().sortOrder() + 1;
        }
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i).name().equals(node.neighbour())) {
                float own = labels.get(i).sortOrder();
                int other = node.place().equals("before") ? i - 1 : i + 1;
                if (other < 0 || other >= labels.size()) {
                    return other < 0 ? own - 1 : own + 1;
                }
                return (own + labels.get(other).sortOrder()) / 2;
            }
        }
        throw new SqlException(
                SqlState.INVALID_PARAMETER_VALUE, "\"" + node.neighbour() + "\" is not an existing enum label");
    }

    String createDomain(CreateDomain node) {
        String schema = freeName(node.name());
        DataType base = run.types().resolve(node.type());
        boolean notNull = false;
        String defaultSql = null;
        List<ConstraintDef.Check> checks = new ArrayList<>();
        for (ColumnConstraint constraint : node.constraints()) {
            switch (constraint.kind()) {
                case ColumnConstraint.Kind.NotNull n -> notNull = true;
                case ColumnConstraint.Kind.Null n -> notNull = false;
                case ColumnConstraint.Kind.Default d -> defaultSql = d.sql();
                case ColumnConstraint.Kind.Check c -> {
                    String name = constraint.name().isEmpty()
                            ? ObjectNames.choose(node.name().last(), "", "check", n -> checks.stream()
                                    .anyMatch(k -> k.name().equals(n)))
                            : constraint.name();
                    checks.add(new ConstraintDef.Check(run.newOid(), name, c.sql(), true));
                }
                default ->
                    throw new SqlException(SqlState.SYNTAX_ERROR, "such a constraint is not possible for domains");
            }
        }
        run.put(new TypeDef.Domain(
                newTypeOid(),
                schema,
                node.name().last(),
                run.session().currentUser(),
                base.type().oid(),
                base.typmod(),
                notNull,
                defaultSql,
                checks));
        return "CREATE DOMAIN";
    }

    String createComposite(CreateComposite node) {
        String schema = freeName(node.name());
        List<TypeDef.Composite.Attribute> attributes = new ArrayList<>();
        for (FromNode.ColumnDefinition field : node.fields()) {
            DataType type = run.types().resolve(field.type());
            attributes.add(
                    new TypeDef.Composite.Attribute(field.name(), type.type().oid(), type.typmod()));
        }
        run.put(new TypeDef.Composite(
                run.newRelationOid(), schema, node.name().last(), run.session().currentUser(), attributes));
        return "CREATE TYPE";
    }
}
