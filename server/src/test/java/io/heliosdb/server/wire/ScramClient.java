package io.heliosdb.server.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// The client's side of one SCRAM-SHA-256 login (RFC 5802), with a channel binding of its caller's choice.
final class ScramClient {

    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";

    private final String password;
    private final String header;
    private final byte[] binding;

    /// @param flag `n`, `y` or `p=tls-server-end-point`
    ScramClient(String password, String flag, byte[] binding) {
        this.password = password;
        this.header = flag + ",,";
        this.binding = binding;
    }

    byte[] first() {
        return (header + bare()).getBytes(StandardCharsets.UTF_8);
    }

    private static String bare() {
        return "n=,r=" + NONCE;
    }

    /// The answer to the server's first message.
    byte[] last(byte[] serverFirst) throws GeneralSecurityException {
        String server = new String(serverFirst, StandardCharsets.UTF_8);
        String[] parts = server.split(",");
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        int iterations = Integer.parseInt(parts[2].substring(2));
        byte[] start = header.getBytes(StandardCharsets.UTF_8);
        byte[] bound = new byte[start.length + binding.length];
        System.arraycopy(start, 0, bound, 0, start.length);
        System.arraycopy(binding, 0, bound, start.length, binding.length);
        String withoutProof = "c=" + Base64.getEncoder().encodeToString(bound) + "," + parts[0];
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
                .getEncoded();
        byte[] clientKey = hmac(salted, "Client Key");
        byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
        byte[] signature = hmac(storedKey, bare() + "," + server + "," + withoutProof);
        byte[] proof = new byte[clientKey.length];
        for (int i = 0; i < proof.length; i++) {
            proof[i] = (byte) (clientKey[i] ^ signature[i]);
        }
        return (withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
