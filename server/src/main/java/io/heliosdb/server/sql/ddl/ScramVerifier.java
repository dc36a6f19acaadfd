package io.heliosdb.server.sql.ddl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// Makes what is kept of a password, as `pg_authid.rolpassword` holds it (RFC 5802, RFC 7677).
///
/// ```
///  SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>
/// ```
final class ScramVerifier {

    /// PostgreSQL's default.
    private static final int ITERATIONS = 4096;

    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 256;

    private ScramVerifier() {}

    static String of(String password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        try {
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, KEY_BITS))
                    .getEncoded();
            byte[] stored = MessageDigest.getInstance("SHA-256").digest(mac(salted, "Client Key"));
            Base64.Encoder base64 = Base64.getEncoder();
            return "SCRAM-SHA-256$" + ITERATIONS + ":" + base64.encodeToString(salt) + "$"
                    + base64.encodeToString(stored) + ":" + base64.encodeToString(mac(salted, "Server Key"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks SHA-256", e);
        }
    }

    private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }
}
