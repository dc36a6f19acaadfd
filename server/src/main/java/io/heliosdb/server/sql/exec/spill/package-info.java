/// What operators need to work in bounded memory: budgets, temporary files, rows on disk, external sorting.
///
/// A statement owns a {@link MemoryBudget}; each of its operators takes memory through a {@link Workspace}, which
/// says when it is time to move rows to disk. Everything on disk belongs to the statement's {@link TempSpace} and
/// is gone
/// when
/// the statement is closed, however it ends. All of it is used by the statement's thread only, but for
/// {@link TempFiles}, which the node's statements share.
@NullMarked
package io.heliosdb.server.sql.exec.spill;

import org.jspecify.annotations.NullMarked;
