package io.heliosdb.server.admin;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.MemberState;
import io.heliosdb.cluster.rest.RestJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What this node knows of the cluster's observers, who hold no data and so are not met in replication: it asks
/// each over HTTP. {@link #poll} is called at intervals by one thread, {@link #members} by any.
public final class ObserverWatch {

    /// An observer answers from memory.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final JsonMapper json = RestJson.mapper();
    private final Map<HostPort, Optional<Member>> seen = new ConcurrentHashMap<>();
    private final List<HostPort> observers;
    private final HttpClient client;
    private final Clock clock;

    /// @param observers where their HTTP servers listen
    public ObserverWatch(List<HostPort> observers, HttpClient client, Clock clock) {
        this.observers = List.copyOf(observers);
        this.client = client;
        this.clock = clock;
        this.observers.forEach(at -> seen.put(at, Optional.empty()));
    }

    /// Asks every observer once; never throws.
    public void poll() {
        observers.forEach(at -> seen.put(at, Optional.of(ask(at))));
    }

    /// The observers as they were when last asked, in the order of the configuration; none before the first
    /// answer or failure.
    public List<Member> members() {
        Map<HostPort, Member> known = new LinkedHashMap<>();
        observers.forEach(at -> seen.getOrDefault(at, Optional.empty()).ifPresent(m -> known.put(at, m)));
        return List.copyOf(known.values());
    }

    private Member ask(HostPort at) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + at + "/api/v1/cluster"))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                return lost(at, "answers with HTTP status " + response.statusCode());
            }
            return json.readValue(response.body(), ClusterView.class).members().stream()
                    .filter(member -> member.role() == Role.OBSERVER)
                    .findFirst()
                    .map(member -> at(member, at, member.state(), clock.instant(), null))
                    .orElseGet(() -> lost(at, "does not say that it is an observer"));
        } catch (IOException e) {
            return lost(at, "does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lost(at, "was not asked");
        }
    }

    /// What was known of it, and that it is not there; its address is its name before it has ever answered.
    private Member lost(HostPort at, String detail) {
        Member before = seen.getOrDefault(at, Optional.empty()).orElse(null);
        Member known = before == null
                ? new Member(
                        null,
                        at.host(),
                        Role.OBSERVER,
                        null,
                        MemberState.UNREACHABLE,
                        null,
                        null,
                        at.toString(),
                        false,
                        null,
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        detail)
                : before;
        return at(known, at, MemberState.UNREACHABLE, known.lastSeen(), detail);
    }

    private static Member at(
            Member member, HostPort address, MemberState state, @Nullable Instant lastSeen, @Nullable String detail) {
        return new Member(
                member.nodeId(),
                member.nodeName(),
                member.role(),
                member.syncMode(),
                state,
                member.clientAddr(),
                member.replicationAddr(),
                address.toString(),
                member.inSync(),
                member.lsn(),
                member.lagBytes(),
                member.lagMs(),
                detail == null,
                lastSeen,
                member.timeline(),
                member.uptimeSeconds(),
                detail);
    }
}
