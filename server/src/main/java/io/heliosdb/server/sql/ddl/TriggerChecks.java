package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CreateTrigger;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Transition;
import java.util.List;

/// What a trigger must not be (PostgreSQL 15 manual, CREATE TRIGGER).
record TriggerChecks(CreateTrigger node, TriggerDef.Timing timing, List<TriggerDef.Event> events) {

    private static SqlException unsupported(String message) {
        return new SqlException(SqlState.FEATURE_NOT_SUPPORTED, message);
    }

    private static SqlException invalid(String message) {
        return new SqlException(SqlState.INVALID_OBJECT_DEFINITION, message);
    }

    private boolean on(TriggerDef.Event event) {
        return events.contains(event);
    }

    private boolean isInstead() {
        return timing == TriggerDef.Timing.INSTEAD_OF;
    }

    /// @throws SqlException 42809, 0A000, 42P17
    void check(RelationDef relation) {
        if (relation instanceof RelationDef.View) {
            checkView(relation);
        } else if (isInstead()) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is a table")
                    .withDetail("Tables cannot have INSTEAD OF triggers.");
        }
        if (node.row() && on(TriggerDef.Event.TRUNCATE)) {
            throw unsupported("TRUNCATE FOR EACH ROW triggers are not supported");
        }
        if (isInstead()) {
            if (!node.row()) {
                throw unsupported("INSTEAD OF triggers must be FOR EACH ROW");
            }
            if (!node.whenSql().isEmpty()) {
                throw unsupported("INSTEAD OF triggers cannot have WHEN conditions");
            }
            if (!node.events().columns().isEmpty()) {
                throw unsupported("INSTEAD OF triggers cannot have column lists");
            }
        }
        checkTransitions(relation);
    }

    private void checkView(RelationDef view) {
        SqlException error = new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + view.name() + "\" is a view");
        if (!isInstead() && node.row()) {
            throw error.withDetail("Views cannot have row-level BEFORE or AFTER triggers.");
        }
        if (on(TriggerDef.Event.TRUNCATE)) {
            throw error.withDetail("Views cannot have TRUNCATE triggers.");
        }
    }

    private void checkTransitions(RelationDef relation) {
        String oldName = "";
        String newName = "";
        for (Transition transition : node.transitions()) {
            checkTransition(transition, relation);
            String kind = transition.fresh() ? "NEW" : "OLD";
            TriggerDef.Event other = transition.fresh() ? TriggerDef.Event.INSERT : TriggerDef.Event.DELETE;
            if (!on(other) && !on(TriggerDef.Event.UPDATE)) {
                throw invalid(kind + " TABLE can only be specified for "
                        + (transition.fresh() ? "an INSERT" : "a DELETE") + " or UPDATE trigger");
            }
            if (!(transition.fresh() ? newName : oldName).isEmpty()) {
                throw invalid(kind + " TABLE cannot be specified multiple times");
            }
            oldName = transition.fresh() ? oldName : transition.name();
            newName = transition.fresh() ? transition.name() : newName;
        }
        if (!oldName.isEmpty() && oldName.equals(newName)) {
            throw invalid("OLD TABLE name and NEW TABLE name cannot be the same");
        }
    }

    private void checkTransition(Transition transition, RelationDef relation) {
        if (!transition.table()) {
            throw unsupported("ROW variable naming in the REFERENCING clause is not supported")
                    .withHint("Use OLD TABLE or NEW TABLE for naming transition tables.");
        }
        if (relation instanceof RelationDef.View) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is a view")
                    .withDetail("Triggers on views cannot have transition tables.");
        }
        if (timing != TriggerDef.Timing.AFTER) {
            throw invalid("transition table name can only be specified for an AFTER trigger");
        }
        if (on(TriggerDef.Event.TRUNCATE)) {
            throw invalid("TRUNCATE triggers with transition tables are not supported");
        }
        if (events.size() != 1) {
            throw unsupported("transition tables cannot be specified for triggers with more than one event");
        }
        if (!node.events().columns().isEmpty()) {
            throw unsupported("transition tables cannot be specified for triggers with column lists");
        }
    }
}
