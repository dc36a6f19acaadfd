package io.heliosdb.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// On an event loop whose time stands still until it is moved.
class PatienceTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> seen = new ArrayList<>();
    private final Patience patience = new Patience(channel.eventLoop(), () -> seen.add("try"));
    private final List<Runnable> retries = new ArrayList<>();

    @AfterEach
    void close() {
        channel.close();
    }

    private boolean waitForIt() {
        return patience.waitFor(retry -> {
            retries.add(retry);
            return () -> seen.add("withdraw");
        });
    }

    private void passed(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void triesAgainWhenTold() {
        channel.freezeTime();
        assertThat(waitForIt()).isTrue();
        retries.getFirst().run();
        assertThat(seen).isEmpty();
        channel.runPendingTasks();
        assertThat(seen).containsExactly("try");
        patience.restore();
        passed(100);
        assertThat(seen).containsExactly("try");
    }

    @Test
    void isOverInTheEndHoweverOftenItWasTold() {
        channel.freezeTime();
        for (int i = 0; i < 3; i++) {
            assertThat(waitForIt()).isTrue();
            passed(3);
            retries.getLast().run();
            channel.runPendingTasks();
        }
        assertThat(seen).containsExactly("try", "try", "try");
        assertThat(waitForIt()).isTrue();
        passed(3);
        assertThat(seen).containsExactly("try", "try", "try", "withdraw", "try");
        assertThat(waitForIt()).isFalse();
        patience.restore();
        assertThat(waitForIt()).isTrue();
    }

    @Test
    void anOldCallTriesNothing() {
        channel.freezeTime();
        assertThat(waitForIt()).isTrue();
        passed(20);
        assertThat(seen).containsExactly("withdraw", "try");
        patience.restore();
        assertThat(waitForIt()).isTrue();
        retries.getFirst().run();
        channel.runPendingTasks();
        assertThat(seen).containsExactly("withdraw", "try");
        retries.getLast().run();
        retries.getLast().run();
        channel.runPendingTasks();
        assertThat(seen).containsExactly("withdraw", "try", "try");
    }
}
