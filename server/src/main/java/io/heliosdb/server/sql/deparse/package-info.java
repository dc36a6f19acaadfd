/// Meaning back to text: expressions and queries as PostgreSQL's catalog functions print them.
///
/// Entry point: `Deparser`. What is printed is the syntax tree with what analysis made of it (`analyze.Trace`):
/// names are those that objects have now, conversions that analysis added are shown where reading the text again
/// would need them. Any thread.
@NullMarked
package io.heliosdb.server.sql.deparse;

import org.jspecify.annotations.NullMarked;
