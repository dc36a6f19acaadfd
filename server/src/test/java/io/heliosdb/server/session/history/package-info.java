/// A checker of isolation levels: runs clients that append to and read lists, and finds out from what they saw
/// whether the level that they asked for was kept. Entry points: {@link
/// io.heliosdb.server.session.history.HistoryChecker} for a history, {@link
/// io.heliosdb.server.session.history.HistoryRun} to make one, also as a command.
@NullMarked
package io.heliosdb.server.session.history;

import org.jspecify.annotations.NullMarked;
