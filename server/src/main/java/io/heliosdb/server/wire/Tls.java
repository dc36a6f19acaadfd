package io.heliosdb.server.wire;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Locale;

/// Encryption of clients' connections: the server's certificate, and what SCRAM binds a login to it with.
/// Immutable.
///
/// @param endPoint the hash of the certificate that `tls-server-end-point` means (RFC 5929, 4.1)
public record Tls(SslContext context, byte[] endPoint) {

    /// @param certificate PEM: the server's certificate, then those up to the authority's
    /// @param key PEM, PKCS #8, not encrypted
    /// @throws IllegalArgumentException when the files are not that
    public static Tls of(Path certificate, Path key) {
        try (InputStream in = Files.newInputStream(certificate)) {
            X509Certificate own =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            SslContext context = SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
            return new Tls(context, MessageDigest.getInstance(hashOf(own)).digest(own.getEncoded()));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the certificate " + certificate + " and key " + key + " cannot be used: " + e.getMessage(), e);
        }
    }

    /// The hash of the certificate's own signature, but nothing weaker than SHA-256.
    private static String hashOf(X509Certificate certificate) {
        String name = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (name.startsWith("SHA384")) {
            return "SHA-384";
        }
        return name.startsWith("SHA512") ? "SHA-512" : "SHA-256";
    }
}
