package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.estimate.RelationFigures;
import io.heliosdb.server.sql.exec.TableAccess;
import io.heliosdb.server.sql.exec.TableTriggers;

/// What planning asks of the world around it.
public interface Environment {

    /// Everything compiled about a table.
    TableAccess access(RelationDef.Table table);

    /// The triggers of a view, compiled.
    TableTriggers triggers(RelationDef.View view);

    /// Whether joins and subqueries go through the optimiser.
    boolean usesAlgebra();

    /// What is known about a relation's rows.
    RelationFigures figures(RelationDef relation);
}
