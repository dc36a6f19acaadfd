/// From syntax to meaning: resolves names and types of a statement. Entry point: `Analyzer`. Any thread.
@NullMarked
package io.heliosdb.server.sql.analyze;

import org.jspecify.annotations.NullMarked;
