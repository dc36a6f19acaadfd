package io.heliosdb.server.wire;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server keeps instead of a password (RFC 5802, 3): it proves a client right without being the password.
///
/// Its text is PostgreSQL's: `SCRAM-SHA-256$iterations:salt$storedKey:serverKey`, in base 64.
public record ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {

    private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_256;
    private static final Pattern TEXT =
            Pattern.compile("SCRAM-SHA-256\\$(\\d{1,7}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

    /// PostgreSQL's `scram_iterations`.
    public static final int ITERATIONS = 4096;

    /// Reads the text form; empty when it is none.
    public static Optional<ScramVerifier> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return Optional.of(new ScramVerifier(
                Integer.parseInt(matcher.group(1)),
                base64.decode(matcher.group(2)),
                base64.decode(matcher.group(3)),
                base64.decode(matcher.group(4))));
    }

    /// @param salt random, at least 16 bytes
    public static ScramVerifier of(String password, byte[] salt) {
        byte[] salted = salted(password, salt, ITERATIONS);
        return new ScramVerifier(ITERATIONS, salt, storedKey(salted), ScramFunctions.serverKey(MECHANISM, salted));
    }

    private static byte[] salted(String password, byte[] salt, int iterations) {
        return ScramFunctions.saltedPassword(
                MECHANISM, StringPreparation.POSTGRESQL_PREPARATION, password.toCharArray(), salt, iterations);
    }

    private static byte[] storedKey(byte[] salted) {
        return ScramFunctions.storedKey(MECHANISM, ScramFunctions.clientKey(MECHANISM, salted));
    }

    /// Whether this was made from that password; takes the same time wherever they differ.
    public boolean accepts(String password) {
        return !password.isEmpty() && MessageDigest.isEqual(storedKey, storedKey(salted(password, salt, iterations)));
    }

    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "SCRAM-SHA-256$" + iterations + ":" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(storedKey) + ":" + base64.encodeToString(serverKey);
    }
}
