package io.heliosdb.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.protocol.StartupPacket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that encrypt, with a certificate made for the test.
@SuppressWarnings("NullAway.Init")
class TlsTest {

    @TempDir
    Path directory;

    private KeyStore makeCertificate() throws Exception {
        Path store = directory.resolve("store.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=localhost",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit",
                        "-validity",
                        "2")
                .redirectErrorStream(true)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        write("cert.pem", "CERTIFICATE", keys.getCertificate("a").getEncoded());
        write(
                "key.pem",
                "PRIVATE KEY",
                keys.getKey("a", "changeit".toCharArray()).getEncoded());
        return keys;
    }

    private void write(String file, String what, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                directory.resolve(file), "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }

    private static SSLContext trusting(Certificate certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", certificate);
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @Test
    void encryptsAndBindsTheLogin() throws Exception {
        KeyStore keys = makeCertificate();
        Tls tls = Tls.of(directory.resolve("cert.pem"), directory.resolve("key.pem"));
        try (TestServer server =
                        new TestServer(directory.resolve("data"), WireConfig.Authentication.SCRAM_SHA_256, tls);
                TestPgClient client = new TestPgClient(server.server.port())) {
            client.start(new StartupPacket.SslRequest());
            assertThat(client.readByte()).isEqualTo('S');
            client.encrypt(trusting(keys.getCertificate("a")));
            client.start(Map.of("user", "alice"));
            assertThat(client.read())
                    .isEqualTo(new BackendMessage.AuthenticationSasl(List.of(ScramExchange.PLUS, ScramExchange.PLAIN)));
            ScramClient scram = new ScramClient("secret", "p=tls-server-end-point", tls.endPoint());
            client.send(new FrontendMessage.Password(initial(scram.first())));
            BackendMessage.AuthenticationSaslContinue next = (BackendMessage.AuthenticationSaslContinue) client.read();
            client.send(new FrontendMessage.Password(scram.last(next.data())));
            assertThat(client.read()).isInstanceOf(BackendMessage.AuthenticationSaslFinal.class);
            client.untilReady();
            assertThat(client.query("select 1")).contains("Z I");
        }
    }

    private static byte[] initial(byte[] first) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes((ScramExchange.PLUS + "\0").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(new byte[] {0, 0, (byte) (first.length >> 8), (byte) first.length});
        out.writeBytes(first);
        return out.toByteArray();
    }

    @Test
    void refusesWhatSomebodyInBetweenPutBeforeTheEncryption() throws Exception {
        makeCertificate();
        Tls tls = Tls.of(directory.resolve("cert.pem"), directory.resolve("key.pem"));
        try (TestServer server =
                        new TestServer(directory.resolve("data"), WireConfig.Authentication.TRUST_ON_LOOPBACK, tls);
                TestPgClient client = new TestPgClient(server.server.port())) {
            io.netty.buffer.ByteBuf both = io.netty.buffer.Unpooled.buffer();
            io.heliosdb.server.protocol.StartupCodec.encode(new StartupPacket.SslRequest(), both);
            io.heliosdb.server.protocol.StartupCodec.encode(
                    new StartupPacket.Startup(0, Map.of("user", "mallory")), both);
            client.raw(both);
            assertThat(TestPgClient.brief(client.read()))
                    .isEqualTo("E 08P01 received unencrypted data after SSL request");
        }
    }

    @Test
    void namesFilesThatAreNoCertificate() throws Exception {
        Path file = directory.resolve("nonsense.pem");
        Files.writeString(file, "nonsense");
        assertThatThrownBy(() -> Tls.of(file, file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nonsense.pem");
    }
}
