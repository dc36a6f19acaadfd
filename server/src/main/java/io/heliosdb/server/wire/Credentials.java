package io.heliosdb.server.wire;

import java.util.Optional;

/// What is known of users' passwords. Safe for any thread; may block.
public interface Credentials {

    /// The verifier of a user who may log in with a password.
    Optional<ScramVerifier> verifier(String user);

    /// Whether a `heliosdb.link` of a startup packet was made by another node for this user.
    boolean isLink(String token, String user);

    /// Nobody has a password, and there are no other nodes.
    Credentials NONE = new Credentials() {
        @Override
        public Optional<ScramVerifier> verifier(String user) {
            return Optional.empty();
        }

        @Override
        public boolean isLink(String token, String user) {
            return false;
        }
    };
}
