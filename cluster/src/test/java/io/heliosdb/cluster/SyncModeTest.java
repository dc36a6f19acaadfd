package io.heliosdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyncModeTest {

    @ParameterizedTest
    @EnumSource
    void parsesItsOwnText(SyncMode mode) {
        assertThat(SyncMode.parse(mode.text())).isEqualTo(mode);
    }

    @Test
    void namesTheModesWhenItDoesNotKnowOne() {
        assertThatThrownBy(() -> SyncMode.parse("x")).hasMessage("Unknown sync mode: 'x'. Use: async, semi-sync, sync");
    }
}
