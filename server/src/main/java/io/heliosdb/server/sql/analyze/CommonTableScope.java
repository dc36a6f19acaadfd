package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.tree.Query;
import java.util.List;

/// A common table expression as later parts of the statement see it.
record CommonTableScope(int id, List<Query.OutputColumn> columns) {}
