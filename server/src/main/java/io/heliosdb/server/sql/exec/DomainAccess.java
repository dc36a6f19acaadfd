package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.TypeDef;
import java.util.List;

/// The constraints of one domain, compiled once per definition. Immutable.
///
/// @param checks over the value in the only column of slot 0, in the order of their names; those of a domain
/// below are not among them
public record DomainAccess(TypeDef.Domain def, Frame.PlanShape shape, List<TableAccess.CheckAccess> checks) {}
