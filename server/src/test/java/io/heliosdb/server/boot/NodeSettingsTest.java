package io.heliosdb.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSettingsTest {

    @ParameterizedTest
    @CsvSource({"0MB, 0", "16kB, 16384", "512 MB, 536870912", "4GB, 4294967296", "999999TB, 1099510528264372224"})
    void readsSizesWithTheirUnit(String text, long bytes) {
        assertThat(NodeSettings.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "4gb", "-1MB", "1.5GB", "1000000TB", "GB"})
    void refusesSizesThatCouldMeanSomethingElse(String text) {
        assertThatThrownBy(() -> NodeSettings.bytes(text)).hasMessageContaining("kB, MB, GB or TB");
    }
}
