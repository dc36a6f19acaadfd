package io.heliosdb.server.wire;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.protocol.ProtocolViolationException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server's side of one SCRAM-SHA-256 authentication (RFC 5802, RFC 7677), on an encrypted connection also
/// bound to the server's certificate (`tls-server-end-point`, RFC 5929), so that nobody in between can pass it
/// on.
///
/// ```text
/// client   n,,n=,r=<client nonce>             or   p=tls-server-end-point,,n=,r=…   or   y,,… when it could bind
/// server   r=<client nonce><server nonce>,s=<salt>,i=<iterations>
/// client   c=<base64 of header and binding>,r=<both nonces>,p=<proof>
/// server   v=<server's signature>
/// ```
///
/// A user who does not exist gets the same answers up to the end, from a made-up verifier. Used by one thread.
final class ScramExchange {

    static final String PLAIN = "SCRAM-SHA-256";
    static final String PLUS = "SCRAM-SHA-256-PLUS";

    private static final String BINDING = "p=tls-server-end-point";

    private static final int NONCE_LENGTH = 24;

    private final String user;
    private final boolean known;
    private final ScramVerifier verifier;
    private final SecureRandom random;
    private final Binding binding;
    private @Nullable String clientFirstBare;
    private @Nullable String serverFirst;
    private String header = "";
    private String nonce = "";

    /// What the client was offered and chose.
    ///
    /// @param endPoint the hash of the server's certificate; empty without encryption
    record Binding(List<String> offered, String chosen, byte[] endPoint) {}

    ScramExchange(String user, Optional<ScramVerifier> verifier, SecureRandom random, Binding binding) {
        this.binding = binding;
        this.user = user;
        this.known = verifier.isPresent();
        this.random = random;
        this.verifier = verifier.orElseGet(() ->
                new ScramVerifier(ScramVerifier.ITERATIONS, bytes(random, 16), bytes(random, 32), bytes(random, 32)));
    }

    private static byte[] bytes(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Answers the client's first message.
    byte[] first(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        int flagEnd = text.indexOf(',');
        int headerEnd = flagEnd < 0 ? -1 : text.indexOf(',', flagEnd + 1);
        if (headerEnd < 0) {
            throw malformed();
        }
        checkFlag(text.substring(0, flagEnd));
        header = text.substring(0, headerEnd + 1);
        String bare = text.substring(headerEnd + 1);
        String clientNonce = attribute(bare, "r=");
        nonce = clientNonce + ScramFunctions.nonce(NONCE_LENGTH, random);
        String answer = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(verifier.salt()) + ",i="
                + verifier.iterations();
        clientFirstBare = bare;
        serverFirst = answer;
        return answer.getBytes(StandardCharsets.UTF_8);
    }

    private void checkFlag(String flag) {
        boolean plus = binding.chosen().equals(PLUS);
        switch (flag) {
            case "n" -> {
                if (plus) {
                    throw malformed();
                }
            }
            case "y" -> {
                if (plus) {
                    throw malformed();
                }
                if (binding.offered().contains(PLUS)) {
                    // Somebody in between may have hidden the offer from it.
                    throw new SqlException(
                                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                                    "SCRAM channel binding negotiation error")
                            .withDetail("The client supports SCRAM channel binding but thinks the server does not."
                                    + "  However, this server does support channel binding.");
                }
            }
            case BINDING -> {
                if (!plus) {
                    throw malformed();
                }
            }
            default -> {
                if (flag.startsWith("p=")) {
                    throw new ProtocolViolationException(
                            "unsupported SCRAM channel-binding type \"" + flag.substring(2) + "\"");
                }
                throw malformed();
            }
        }
    }

    /// Answers the client's last message.
    ///
    /// @throws SqlException 28P01 when the proof is wrong
    byte[] last(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        int proofStart = text.lastIndexOf(",p=");
        if (proofStart < 0) {
            throw malformed();
        }
        String withoutProof = text.substring(0, proofStart);
        byte[] proof = base64(text.substring(proofStart + 3));
        byte[] given = base64(attribute(withoutProof, "c="));
        if (!MessageDigest.isEqual(given, expectedBinding())) {
            throw binding.chosen().equals(PLUS)
                    ? new SqlException(
                            SqlState.INVALID_AUTHORIZATION_SPECIFICATION, "SCRAM channel binding check failed")
                    : malformed();
        }
        boolean nonceEqual = MessageDigest.isEqual(
                attribute(withoutProof, "r=").getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8));
        String authMessage = clientFirstBare + "," + serverFirst + "," + withoutProof;
        boolean right = proof.length == verifier.storedKey().length
                && ScramFunctions.verifyClientProof(
                        ScramMechanism.SCRAM_SHA_256, proof, verifier.storedKey(), authMessage);
        if (!(nonceEqual && right && known)) {
            throw new SqlException(
                    SqlState.INVALID_PASSWORD, "password authentication failed for user \"" + user + "\"");
        }
        byte[] signature =
                ScramFunctions.serverSignature(ScramMechanism.SCRAM_SHA_256, verifier.serverKey(), authMessage);
        return ("v=" + Base64.getEncoder().encodeToString(signature)).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] expectedBinding() {
        byte[] start = header.getBytes(StandardCharsets.UTF_8);
        byte[] end = binding.chosen().equals(PLUS) ? binding.endPoint() : new byte[0];
        byte[] whole = Arrays.copyOf(start, start.length + end.length);
        System.arraycopy(end, 0, whole, start.length, end.length);
        return whole;
    }

    private static String attribute(String message, String name) {
        for (String part : message.split(",")) {
            if (part.startsWith(name)) {
                return part.substring(name.length());
            }
        }
        throw malformed();
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            ProtocolViolationException error = malformed();
            error.initCause(e);
            throw error;
        }
    }

    private static ProtocolViolationException malformed() {
        return new ProtocolViolationException("malformed SCRAM message");
    }
}
