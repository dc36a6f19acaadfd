package io.heliosdb.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.rest.ClusterEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EventHubTest {

    private final EventHub hub = new EventHub();

    @Test
    void givesANewListenerTheLastViewAndTheEventsThatItMissed() throws InterruptedException {
        hub.publishView(Map.of("n", 1));
        hub.publish(event(1));
        hub.publish(event(2));
        EventHub.Listener listener = hub.listen(1);

        assertThat(next(listener)).isEqualTo("event: cluster\ndata: {\"n\":1}\n\n");
        assertThat(next(listener)).startsWith("event: event\nid: 2\ndata: {");
        assertThat(listener.next(0)).isNull();
    }

    @Test
    void cutsOffWhoDoesNotKeepUpWithoutWaiting() throws InterruptedException {
        EventHub.Listener slow = hub.listen(0);
        for (int i = 0; i < 1000; i++) {
            hub.publishSample(Map.of("n", i));
        }

        assertThat(hub.listeners()).isZero();
        assertThat(EventHub.isEnd(Objects.requireNonNull(slow.next(0)))).isTrue();
    }

    @Test
    void endsEveryStreamAtTheEnd() throws InterruptedException {
        EventHub.Listener listener = hub.listen(0);
        hub.publishSample(Map.of());
        hub.close();

        assertThat(EventHub.isEnd(Objects.requireNonNull(listener.next(0)))).isTrue();
        assertThatThrownBy(() -> hub.listen(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void limitsTheNumberOfListenersAndForgetsWhoWent() {
        for (int i = 0; i < 64; i++) {
            EventHub.Listener listener = hub.listen(0);
            if (i > 0) {
                continue;
            }
            listener.close();
        }
        hub.listen(0);

        assertThat(hub.listeners()).isEqualTo(64);
        assertThatThrownBy(() -> hub.listen(0)).hasMessageContaining("too many");
    }

    private static ClusterEvent event(long id) {
        return new ClusterEvent(id, Reports.AT, ClusterEvent.Kind.MEMBER_UP, "a", "a answers");
    }

    private static String next(EventHub.Listener listener) throws InterruptedException {
        return new String(Objects.requireNonNull(listener.next(1)), StandardCharsets.UTF_8);
    }
}
