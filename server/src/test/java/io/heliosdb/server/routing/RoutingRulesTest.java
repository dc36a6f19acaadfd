package io.heliosdb.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.server.sql.tree.Effects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingRulesTest {

    private static final Optional<HostPort> PRIMARY = Optional.of(new HostPort("primary", 5432));

    @ParameterizedTest
    @CsvSource({
        // role, mode, link, effects, readOnly, whole, outcome
        "PRIMARY,    ASYNC,     false, WRITE,       false, false, Local",
        "STANDALONE, ASYNC,     false, WRITE,       false, true,  Local",
        "STANDBY,    SYNC,      false, READ,        false, false, Local",
        "STANDBY,    SYNC,      false, WRITE,       false, false, Forward",
        "STANDBY,    SEMI_SYNC, false, WRITE,       false, false, Forward",
        "STANDBY,    SYNC,      false, WRITE,       true,  false, Local",
        "STANDBY,    SYNC,      false, READ,        false, true,  Forward",
        "STANDBY,    SYNC,      false, SESSION,     false, true,  Local",
        "STANDBY,    SYNC,      false, TRANSACTION, false, true,  Local",
        "STANDBY,    ASYNC,     false, READ,        false, true,  Local",
        "STANDBY,    ASYNC,     false, WRITE,       false, false, Reject",
        "STANDBY,    ASYNC,     false, WRITE,       true,  false, Reject",
        "STANDBY,    SYNC,      true,  WRITE,       false, false, Reject",
        "STANDBY,    SYNC,      true,  READ,        false, false, Reject",
    })
    void decidesByRoleModeAndEffects(
            Role role, SyncMode mode, boolean link, String effects, boolean readOnly, boolean whole, String outcome) {
        Effects does =
                switch (effects) {
                    case "READ" -> Effects.READ;
                    case "WRITE" -> Effects.WRITE;
                    case "SESSION" -> Effects.SESSION;
                    default -> Effects.TRANSACTION;
                };
        Route route = RoutingRules.decide(new RoutingRules.Place(role, mode, link), does, readOnly, whole, PRIMARY);
        assertThat(route.getClass().getSimpleName()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"SYNC", "SEMI_SYNC"})
    void refusesWritesWhileNoPrimaryIsKnown(SyncMode mode) {
        Route route = RoutingRules.decide(
                new RoutingRules.Place(Role.STANDBY, mode, false), Effects.WRITE, false, false, Optional.empty());
        assertThat(route).isEqualTo(RoutingRules.NO_PRIMARY);
    }
}
