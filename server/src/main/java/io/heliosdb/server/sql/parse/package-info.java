/// Text to syntax tree: PostgreSQL's lexical rules and grammar, hand-written.
///
/// Entry point: {@link io.heliosdb.server.sql.parse.SqlParser}. Nothing here knows a name's meaning or a type.
@NullMarked
package io.heliosdb.server.sql.parse;

import org.jspecify.annotations.NullMarked;
