package io.heliosdb.server.replication;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What all members of a cluster know, and how they prove it without saying it.
///
/// Each side proves `HMAC-SHA-256(secret, role || hello || standby's nonce || primary's nonce)`: fresh for every
/// connection, different for both directions, and bound to what the standby has said of itself.
public final class ClusterSecret {

    /// Used on loopback when none is configured: it keeps nobody out, the network does.
    private static final String LOOPBACK_DEFAULT = "heliosdb-loopback";

    private static final int MIN_LENGTH = 16;
    private static final String ALGORITHM = "HmacSHA256";
    static final int NONCE_BYTES = 32;

    private final SecretKeySpec key;
    private final boolean isDefault;

    private ClusterSecret(String text, boolean isDefault) {
        this.key = new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.isDefault = isDefault;
    }

    /// @throws IllegalArgumentException when it is short enough to be guessed
    public static ClusterSecret of(String text) {
        if (text.length() < MIN_LENGTH) {
            throw new IllegalArgumentException(
                    "the cluster secret is too short: it needs at least " + MIN_LENGTH + " characters");
        }
        return new ClusterSecret(text, false);
    }

    /// For a cluster on one machine: refused for connections from anywhere else.
    public static ClusterSecret loopbackOnly() {
        return new ClusterSecret(LOOPBACK_DEFAULT, true);
    }

    /// Whether only connections over loopback may use it.
    boolean isLoopbackOnly() {
        return isDefault;
    }

    byte[] primaryProof(byte[] hello, byte[] primaryNonce) {
        return proof("primary", hello, primaryNonce);
    }

    byte[] standbyProof(byte[] hello, byte[] primaryNonce) {
        return proof("standby", hello, primaryNonce);
    }

    // The standby's nonce is a field of the hello.
    private byte[] proof(String role, byte[] hello, byte[] primaryNonce) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(role.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            mac.update(hello);
            return mac.doFinal(primaryNonce);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /// In constant time.
    static boolean matches(byte[] expected, byte[] actual) {
        return MessageDigest.isEqual(expected, actual);
    }
}
