/// The planner: from the typed tree to plan nodes.
///
/// `Translator` is complete by itself for every tree; access paths, join order and semi-joins are chosen while it goes.
@NullMarked
package io.heliosdb.server.sql.plan;

import org.jspecify.annotations.NullMarked;
