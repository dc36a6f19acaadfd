package io.heliosdb.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScramExchangeTest {

    private static final byte[] CERTIFICATE = {1, 2, 3};
    private static final List<String> BOTH = List.of(ScramExchange.PLUS, ScramExchange.PLAIN);
    private static final String BOUND = "p=tls-server-end-point";

    private final Optional<ScramVerifier> verifier = Optional.of(ScramVerifier.of("secret", new byte[16]));

    private String login(ScramClient client, List<String> offered, String chosen, Optional<ScramVerifier> known)
            throws Exception {
        ScramExchange exchange = new ScramExchange(
                "alice", known, new SecureRandom(), new ScramExchange.Binding(offered, chosen, CERTIFICATE));
        byte[] answer = exchange.last(client.last(exchange.first(client.first())));
        return new String(answer, StandardCharsets.UTF_8);
    }

    @Test
    void acceptsTheRightPassword() throws Exception {
        ScramClient client = new ScramClient("secret", "n", new byte[0]);
        assertThat(login(client, List.of(ScramExchange.PLAIN), ScramExchange.PLAIN, verifier))
                .startsWith("v=");
    }

    @Test
    void saysOfAWrongPasswordAndOfAnUnknownUserTheSame() {
        for (Optional<ScramVerifier> known : List.of(verifier, Optional.<ScramVerifier>empty())) {
            ScramClient client = new ScramClient("wrong", "n", new byte[0]);
            assertThatThrownBy(() -> login(client, List.of(ScramExchange.PLAIN), ScramExchange.PLAIN, known))
                    .hasMessage("password authentication failed for user \"alice\"");
        }
    }

    @Test
    void bindsTheLoginToTheCertificate() throws Exception {
        ScramClient right = new ScramClient("secret", BOUND, CERTIFICATE);
        assertThat(login(right, BOTH, ScramExchange.PLUS, verifier)).startsWith("v=");
        ScramClient between = new ScramClient("secret", BOUND, new byte[] {9, 9, 9});
        assertThatThrownBy(() -> login(between, BOTH, ScramExchange.PLUS, verifier))
                .hasMessage("SCRAM channel binding check failed");
    }

    @Test
    void noticesThatItsOfferToBindWasHidden() {
        ScramClient client = new ScramClient("secret", "y", new byte[0]);
        assertThatThrownBy(() -> login(client, BOTH, ScramExchange.PLAIN, verifier))
                .hasMessage("SCRAM channel binding negotiation error");
    }

    @Test
    void refusesOtherBindings() {
        ScramClient client = new ScramClient("secret", "p=tls-unique", CERTIFICATE);
        assertThatThrownBy(() -> login(client, BOTH, ScramExchange.PLUS, verifier))
                .hasMessage("unsupported SCRAM channel-binding type \"tls-unique\"");
        ScramClient unasked = new ScramClient("secret", BOUND, CERTIFICATE);
        assertThatThrownBy(() -> login(unasked, List.of(ScramExchange.PLAIN), ScramExchange.PLAIN, verifier))
                .hasMessage("malformed SCRAM message");
    }
}
