package io.heliosdb.server.routing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// By what a link between nodes proves that it is one: `node|user|milliseconds|HMAC-SHA-256(secret, the rest)`.
///
/// It travels in the startup packet as {@link #PARAMETER}, is bound to the user whose identity the link carries, and
/// is believed for a short time only.
public final class LinkToken {

    /// The startup parameter's name.
    public static final String PARAMETER = "heliosdb.link";

    /// Clocks of members may differ by less than this.
    private static final Duration LIFETIME = Duration.ofMinutes(2);

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] secret;

    /// @param secret what all members of the cluster know
    public LinkToken(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    String make(String node, String user, Instant now) {
        String claim =
                node + "|" + HexFormat.of().formatHex(user.getBytes(StandardCharsets.UTF_8)) + "|" + now.toEpochMilli();
        return claim + "|" + HexFormat.of().formatHex(sign(claim));
    }

    /// Whether the token was made by a member for this user, a moment ago.
    public boolean isValid(String token, String user, Instant now) {
        int end = token.lastIndexOf('|');
        String[] parts = token.split("\\|", -1);
        if (parts.length != 4 || !parts[1].equals(HexFormat.of().formatHex(user.getBytes(StandardCharsets.UTF_8)))) {
            return false;
        }
        try {
            byte[] signature = HexFormat.of().parseHex(parts[3]);
            long age = Math.abs(now.toEpochMilli() - Long.parseLong(parts[2]));
            return age < LIFETIME.toMillis() && MessageDigest.isEqual(signature, sign(token.substring(0, end)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private byte[] sign(String claim) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(("link|" + claim).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
