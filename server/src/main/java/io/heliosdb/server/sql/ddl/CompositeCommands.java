package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.catalog.TypeDef.Composite;
import io.heliosdb.server.sql.catalog.TypeDef.Composite.Attribute;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterComposite;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AttributeAction;
import io.heliosdb.server.sql.parse.ast.TypeName;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.ArrayList;
import java.util.List;

/// ALTER TYPE of composite types (PostgreSQL 15 manual, ALTER TYPE). Stored rows are not written anew: but for names
/// only types that no table uses can change.
final class CompositeCommands {

    private final CommandRun run;

    CompositeCommands(CommandRun run) {
        this.run = run;
    }

    String alter(AlterComposite node) {
        TypeDef type = new Renames(run).requireType(node.name());
        run.lockUse(type.oid(), TableLockMode.ACCESS_EXCLUSIVE);
        if (!(type instanceof Composite composite)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + type.name() + "\" is not a composite type");
        }
        Restating texts = Restating.aroundAll(run);
        List<Attribute> attributes = new ArrayList<>(composite.attributes());
        for (AttributeAction action : node.actions()) {
            apply(action, composite, attributes);
        }
        run.put(new Composite(composite.oid(), composite.schema(), composite.name(), composite.owner(), attributes));
        texts.finish();
        return "ALTER TYPE";
    }

    private void apply(AttributeAction action, Composite type, List<Attribute> attributes) {
        switch (action) {
            case AttributeAction.Add add -> {
                checkUnused(type);
                checkFree(add.name(), type, attributes);
                attributes.add(attribute(add.name(), add.type()));
            }
            case AttributeAction.Remove remove -> {
                if (remove.ifExists() && find(remove.name(), attributes) < 0) {
                    run.notice("column \"" + remove.name() + "\" of relation \"" + type.name()
                            + "\" does not exist, skipping");
                    return;
                }
                checkUnused(type);
                attributes.remove(require(remove.name(), type, attributes));
            }
            case AttributeAction.SetType set -> {
                checkUnused(type);
                int at = require(set.name(), type, attributes);
                attributes.set(at, attribute(set.name(), set.type()));
            }
            case AttributeAction.Rename rename -> {
                int at = find(rename.name(), attributes);
                if (at < 0) {
                    throw new SqlException(
                            SqlState.UNDEFINED_COLUMN, "column \"" + rename.name() + "\" does not exist");
                }
                checkFree(rename.newName(), type, attributes);
                Attribute old = attributes.get(at);
                attributes.set(at, new Attribute(rename.newName(), old.typeOid(), old.typmod()));
            }
        }
    }

    private Attribute attribute(String name, TypeName written) {
        DataType type = run.types().resolve(written);
        return new Attribute(name, type.type().oid(), type.typmod());
    }

    private static int find(String name, List<Attribute> attributes) {
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static int require(String name, Composite type, List<Attribute> attributes) {
        int at = find(name, attributes);
        if (at < 0) {
            throw new SqlException(
                    SqlState.UNDEFINED_COLUMN,
                    "column \"" + name + "\" of relation \"" + type.name() + "\" does not exist");
        }
        return at;
    }

    private static void checkFree(String name, Composite type, List<Attribute> attributes) {
        if (find(name, attributes) >= 0) {
            throw new SqlException(
                    SqlState.DUPLICATE_COLUMN,
                    "column \"" + name + "\" of relation \"" + type.name() + "\" already exists");
        }
    }

    private void checkUnused(Composite type) {
        for (Dependents user : Dependents.columns(run, type.oid(), type.arrayOid())) {
            if (user instanceof Dependents.OnColumn(RelationDef.Table table, var column)) {
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "cannot alter type \"" + type.name() + "\" because column \"" + table.name() + "."
                                + column.name() + "\" uses it");
            }
        }
    }
}
