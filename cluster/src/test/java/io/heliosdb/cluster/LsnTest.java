package io.heliosdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LsnTest {

    @ParameterizedTest
    @CsvSource({"0/0,0", "0/1A,26", "1/0,4294967296", "16/B374D848,97500059720"})
    void printsAndParsesAsPostgres(String text, long position) {
        assertThat(Lsn.of(position)).hasToString(text);
        assertThat(Lsn.parse(text)).isEqualTo(Lsn.of(position));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "0", "0/", "/0", "G/0", "0/123456789", "-1/0"})
    void refusesWhatIsNotAnLsn(String text) {
        assertThatThrownBy(() -> Lsn.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ordersByPosition() {
        assertThat(Lsn.max(Lsn.of(3), Lsn.of(7))).isEqualTo(Lsn.of(7));
        assertThat(Lsn.of(7).minus(Lsn.of(3))).isEqualTo(4);
        assertThat(Lsn.of(3).isBefore(Lsn.of(7))).isTrue();
    }
}
