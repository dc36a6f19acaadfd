package io.heliosdb.server.session.history;

import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.session.TestSession;
import io.heliosdb.server.wire.TestPgClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// A session that makes part of a history. Used by one thread.
interface HistoryClient extends AutoCloseable {

    /// Runs a statement and returns its rows, their values between bars.
    ///
    /// @throws SqlException what the server answered
    /// @throws UncheckedIOException when the connection is gone
    List<String> query(String text);

    @Override
    void close();

    /// A session without a network.
    static HistoryClient of(TestSession session) {
        return new HistoryClient() {
            @Override
            public List<String> query(String text) {
                return session.query(text);
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }

    /// A connection to a node of this machine.
    ///
    /// @throws UncheckedIOException when there is none
    static HistoryClient of(int port, int timeoutMillis) {
        try {
            TestPgClient client = TestPgClient.connect(port);
            client.timeout(timeoutMillis);
            return new Remote(client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param client by the simple protocol
    record Remote(TestPgClient client) implements HistoryClient {

        private static final int STATE_END = "E 00000".length();

        @Override
        public List<String> query(String text) {
            List<String> rows = new ArrayList<>();
            SqlException error = null;
            for (String message : answers(text)) {
                if (message.startsWith("D ")) {
                    rows.add(message.substring(2));
                } else if (message.startsWith("E ")) {
                    error = SqlException.raised(
                            message.substring(2, STATE_END),
                            message.substring(STATE_END).strip(),
                            ErrorFields.NONE);
                }
            }
            if (error != null) {
                throw error;
            }
            return rows;
        }

        private List<String> answers(String text) {
            try {
                return client.query(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                client.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
