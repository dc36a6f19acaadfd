package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Log lines about the link that no client is told.
final class LinkLog {

    private static final Logger LOG = LoggerFactory.getLogger(LinkLog.class);

    private LinkLog() {}

    /// The primary rolls back by itself when the link is gone.
    static void rollbackNotConfirmed(SqlException error) {
        LOG.debug(
                "rollback on the primary not confirmed state={} error={}",
                error.state().code(),
                error.message());
    }
}
