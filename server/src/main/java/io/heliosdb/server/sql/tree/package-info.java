/// The typed tree: what a statement means, after names and types are resolved. Plain records; no behaviour.
@NullMarked
package io.heliosdb.server.sql.tree;

import org.jspecify.annotations.NullMarked;
