package io.heliosdb.server.session;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.sql.tree.Effects;
import java.util.Optional;

/// Says where one session's statements run. Implemented by `routing`; used by the session's thread.
public interface StatementRouter extends AutoCloseable {

    /// Decides for an analyzed statement: empty means here, a link means on the primary.
    ///
    /// @param readOnly whether the transaction is a READ ONLY one
    /// @param wholeTransaction whether all of the transaction has to run in one place: REPEATABLE READ or
    /// SERIALIZABLE     and not READ ONLY
    /// @throws io.heliosdb.server.common.SqlException 25006 where it can run nowhere, 08006 when the
    /// primary cannot be     reached
    Optional<PrimaryLink> route(Effects effects, boolean readOnly, boolean wholeTransaction);

    /// The link as it is, without opening a connection; empty when nothing was forwarded yet.
    Optional<PrimaryLink> link();

    /// Whether this node applies a primary's log, so that its reads may have to wait.
    boolean isStandby();

    /// What a read here must have seen: this session's own writes, or all that the primary has made visible by
    /// now.
    ///
    /// @param strong asks the primary
    Lsn readAfter(boolean strong, Cancellation cancellation);

    /// What this node tells clients about itself.
    Advertised advertised();

    /// Cancels what runs on the primary for this session; any thread, never blocks.
    void cancel();

    /// Forgets everything that the primary keeps for this session, such as locks and prepared statements.
    void reset();

    @Override
    void close();

    /// @param readOnly `transaction_read_only` and `default_transaction_read_only`
    record Advertised(boolean inHotStandby, boolean readOnly) {}

    /// Everything runs here: a standalone engine.
    StatementRouter LOCAL = new StatementRouter() {
        @Override
        public Optional<PrimaryLink> route(Effects effects, boolean readOnly, boolean wholeTransaction) {
            return Optional.empty();
        }

        @Override
        public Optional<PrimaryLink> link() {
            return Optional.empty();
        }

        @Override
        public boolean isStandby() {
            return false;
        }

        @Override
        public Lsn readAfter(boolean strong, Cancellation cancellation) {
            return Lsn.ZERO;
        }

        @Override
        public Advertised advertised() {
            return new Advertised(false, false);
        }

        @Override
        public void cancel() {
            // Nothing runs elsewhere.
        }

        @Override
        public void reset() {
            // The primary keeps nothing.
        }

        @Override
        public void close() {
            // There is no link.
        }
    };
}
