/// The syntax tree: what a statement says, before anything is looked up. Immutable records.
///
/// A position is an offset into the statement text in characters, from 0; -1 when nothing can be blamed on the node.
@NullMarked
package io.heliosdb.server.sql.parse.ast;

import org.jspecify.annotations.NullMarked;
