package io.heliosdb.cluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestJsonTest {

    private static final NodeId ID = NodeId.parse("22222222-2222-2222-2222-222222222222");
    private static final Instant AT = Instant.parse("2026-03-01T10:11:12.345Z");

    private final JsonMapper mapper = RestJson.mapper();

    @Test
    void writesANodeStatusWithTheNamesOfTheView() throws JsonProcessingException {
        NodeStatus status = new NodeStatus(
                ID,
                Role.STANDBY,
                SyncMode.SEMI_SYNC,
                false,
                Lsn.of(4096),
                0,
                "primary:5433",
                "0.0.0.0:5432",
                5433,
                AT,
                "standby-semisync",
                new Timeline(3),
                Lsn.of(4096),
                Lsn.of(4000),
                "0.0.0.0:5432",
                61);

        JsonNode json = mapper.readTree(mapper.writeValueAsString(status));

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "nodeId",
                        "role",
                        "syncMode",
                        "isReadOnly",
                        "currentLsn",
                        "standbyCount",
                        "primaryHost",
                        "listenAddr",
                        "replicationPort",
                        "startedAt",
                        "nodeName",
                        "timeline",
                        "flushLsn",
                        "applyLsn",
                        "listenAddress",
                        "uptimeSeconds");
        assertThat(json.get("nodeId").textValue()).isEqualTo(ID.toString());
        assertThat(json.get("role").textValue()).isEqualTo("standby");
        assertThat(json.get("syncMode").textValue()).isEqualTo("semi-sync");
        assertThat(json.get("currentLsn").longValue()).isEqualTo(4096);
        assertThat(json.get("timeline").longValue()).isEqualTo(3);
        assertThat(json.get("startedAt").textValue()).isEqualTo("2026-03-01T10:11:12.345Z");
    }

    @Test
    void readsBackWhatItWrites() throws JsonProcessingException {
        StandbyStatus standby = new StandbyStatus(
                ID,
                "10.0.0.2:40000",
                StandbyState.CATCHING_UP,
                SyncMode.SYNC,
                Lsn.of(9),
                Lsn.of(8),
                Lsn.of(7),
                2,
                5,
                AT,
                null,
                "standby-sync",
                true);
        PrimaryStatus primary = new PrimaryStatus(
                null,
                "primary:5433",
                LinkState.ERROR,
                Lsn.of(1),
                Lsn.ZERO,
                1,
                2,
                Timeline.FIRST,
                null,
                null,
                null,
                "primary:5433",
                LinkState.ERROR);
        Member unknown = new Member(
                null,
                "standby-async",
                null,
                null,
                MemberState.UNREACHABLE,
                null,
                null,
                "127.0.0.1:18084",
                false,
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                "connection refused");
        ClusterView view = new ClusterView("observer", Role.OBSERVER, AT, Timeline.FIRST, null, List.of(unknown));
        ClusterEvent event = new ClusterEvent(1, AT, ClusterEvent.Kind.IN_SYNC_LEFT, "standby-sync", "left");
        HistoryEntry entry =
                new HistoryEntry(AT, "primary", null, Role.PRIMARY, Timeline.FIRST, Lsn.ZERO, "primary", "first_seen");

        assertThat(roundTrip(standby)).isEqualTo(standby);
        assertThat(roundTrip(primary)).isEqualTo(primary);
        assertThat(roundTrip(view)).isEqualTo(view);
        assertThat(roundTrip(event)).isEqualTo(event);
        assertThat(roundTrip(entry)).isEqualTo(entry);
        assertThat(mapper.writeValueAsString(standby)).contains("\"state\":\"catching_up\"", "\"syncMode\":\"sync\"");
    }

    @Test
    void keepsAnUnknownFieldAsNull() throws JsonProcessingException {
        Member member = mapper.readValue(
                "{\"nodeName\":\"x\",\"state\":\"unreachable\",\"healthy\":false,\"new\":1}", Member.class);

        assertThat(member.lsn()).isNull();
        assertThat(member.lagBytes()).isNull();
    }

    @Test
    void writesAMissingPointOfASeriesAsNull() throws JsonProcessingException {
        Series series = new Series(
                "lagMs", "ms", 1000, List.of(1L, 2L), List.of(new Series.Line("a", Arrays.asList(null, 2.5))));

        assertThat(mapper.writeValueAsString(series)).contains("\"values\":[null,2.5]");
    }

    @Test
    void leavesOutWhatAProblemDoesNotHave() throws JsonProcessingException {
        Problem problem = Problem.of(404, "Not Found", "no such path", "/x");

        assertThat(mapper.writeValueAsString(problem))
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                        + "\"detail\":\"no such path\",\"instance\":\"/x\"}");
    }

    private <T> T roundTrip(T value) throws JsonProcessingException {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) value.getClass();
        return mapper.readValue(mapper.writeValueAsString(value), type);
    }
}
