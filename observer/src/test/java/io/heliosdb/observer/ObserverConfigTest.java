package io.heliosdb.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObserverConfigTest {

    private static final String NODES = "primary=127.0.0.1:18080,standby-sync=[::1]:18081";

    @Test
    void hasADefaultForAllButTheNodes() {
        ObserverConfig config = read(Map.of("heliosdb.observer-nodes", NODES));

        assertThat(config.name()).isEqualTo("observer");
        assertThat(config.http().bind()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.replicationPort()).isEqualTo(5433);
        assertThat(config.dataDir()).isEqualTo(Path.of("data/observer"));
        assertThat(config.pollInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.nodes())
                .containsExactly(
                        new NodeEndpoint("primary", "127.0.0.1", 18080),
                        new NodeEndpoint("standby-sync", "[::1]", 18081));
        assertThat(config.id())
                .isEqualTo(read(Map.of("heliosdb.observer-nodes", NODES)).id());
    }

    @Test
    void asksForTheNodes() {
        assertThatThrownBy(() -> read(Map.of())).hasMessageContaining("HELIOSDB_OBSERVER_NODES is not set");
    }

    @ParameterizedTest
    @CsvSource({
        "heliosdb.http-port, 70000, HELIOSDB_HTTP_PORT out of range",
        "heliosdb.http-port, x, HELIOSDB_HTTP_PORT is not valid: x",
        "heliosdb.node-id, 12, HELIOSDB_NODE_ID is not valid: 12",
        "heliosdb.poll-interval, 5s, HELIOSDB_POLL_INTERVAL is not valid: 5s",
        "heliosdb.poll-interval, PT1M, HELIOSDB_POLL_INTERVAL out of range",
        "heliosdb.bind, not a host, HTTP bind address cannot be resolved",
        "heliosdb.observer-nodes, primary, not name=host:port",
        "heliosdb.observer-nodes, p=h:0, port out of range",
        "heliosdb.observer-nodes, 'p=h:1,p=h:2', is named twice"
    })
    void refusesABadValueInOneClearLine(String key, String value, String message) {
        Map<String, String> values = new HashMap<>(Map.of("heliosdb.observer-nodes", NODES));
        values.put(key, value);

        assertThatThrownBy(() -> read(values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void refusesASettingThatItDoesNotKnow() {
        Config config = config(Map.of("heliosdb.observer-nodes", NODES));

        assertThatThrownBy(() -> ObserverConfig.from(config, Set.of("PATH", "HELIOSDB_HTPP_PORT")))
                .hasMessage("unknown setting in the environment: HELIOSDB_HTPP_PORT");
    }

    static ObserverConfig read(Map<String, String> values) {
        return ObserverConfig.from(config(values), Set.of("HELIOSDB_NODE_NAME"));
    }

    private static Config config(Map<String, String> values) {
        return ConfigProviderResolver.instance()
                .getBuilder()
                .withSources(new Values(values))
                .build();
    }

    private record Values(Map<String, String> values) implements ConfigSource {
        @Override
        public Set<String> getPropertyNames() {
            return values.keySet();
        }

        @Override
        public @Nullable String getValue(String name) {
            return values.get(name);
        }

        @Override
        public String getName() {
            return "test";
        }
    }
}
