/// The typed tree: what a statement means, after names and types are resolved. Plain records; what walks them
/// (`Exprs`, `References`) knows nothing of running them.
@NullMarked
package io.heliosdb.server.sql.tree;

import org.jspecify.annotations.NullMarked;
