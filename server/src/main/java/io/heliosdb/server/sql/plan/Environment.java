package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.exec.TableAccess;

/// What planning asks of the world around it.
public interface Environment {

    /// Everything compiled about a table.
    TableAccess access(RelationDef.Table table);

    /// Whether joins and subqueries go through the optimiser.
    boolean usesAlgebra();

    /// How many rows a relation is thought to have.
    double rows(RelationDef relation);
}
