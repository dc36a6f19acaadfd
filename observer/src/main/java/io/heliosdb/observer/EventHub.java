package io.heliosdb.observer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heliosdb.cluster.rest.ClusterEvent;
import io.heliosdb.cluster.rest.RestJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Hands what happens to everyone who listens on `/events`, as server-sent events.
///
/// Publishing never waits: a listener that does not keep up is cut off and comes back by itself with the number of
/// the last event that it got. Any thread.
final class EventHub implements AutoCloseable {

    /// Events that a listener gets when it comes (back).
    private static final int REMEMBERED = 200;

    /// About a minute of frames at one tick a second.
    private static final int QUEUE = 128;

    /// Each listener holds a connection and a thread.
    private static final int MAX_LISTENERS = 64;

    /// The end of a stream.
    private static final byte[] END = new byte[0];

    private final JsonMapper mapper = RestJson.mapper();
    private final Deque<ClusterEvent> events = new ArrayDeque<>();
    private final List<Listener> listeners = new ArrayList<>();
    private byte @Nullable [] lastView;
    private boolean closed;

    /// One open stream.
    final class Listener implements AutoCloseable {
        private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE + REMEMBERED + 2);

        /// The next frame; an empty one when the stream is over, null when none came in time.
        byte @Nullable [] next(long seconds) throws InterruptedException {
            return queue.poll(seconds, TimeUnit.SECONDS);
        }

        private boolean offer(byte[] frame) {
            if (queue.size() < QUEUE + REMEMBERED) {
                return queue.offer(frame);
            }
            queue.clear();
            end();
            return false;
        }

        private void end() {
            queue.clear();
            queue.add(END);
        }

        @Override
        public void close() {
            synchronized (EventHub.this) {
                listeners.remove(this);
            }
        }
    }

    /// A new listener, with the last view and the events after `lastEventId` waiting for it.
    ///
    /// @throws IllegalStateException when there are too many, or the observer ends
    synchronized Listener listen(long lastEventId) {
        if (closed || listeners.size() >= MAX_LISTENERS) {
            throw new IllegalStateException("too many event streams are open");
        }
        Listener listener = new Listener();
        if (lastView != null) {
            listener.queue.add(lastView);
        }
        for (ClusterEvent event : events) {
            if (event.id() > lastEventId) {
                listener.queue.add(frame("event", Long.toString(event.id()), event));
            }
        }
        listeners.add(listener);
        return listener;
    }

    synchronized void publishView(Object view) {
        byte[] frame = frame("cluster", null, view);
        lastView = frame;
        send(frame);
    }

    synchronized void publishSample(Object sample) {
        send(frame("sample", null, sample));
    }

    synchronized void publish(ClusterEvent event) {
        events.addLast(event);
        if (events.size() > REMEMBERED) {
            events.removeFirst();
        }
        send(frame("event", Long.toString(event.id()), event));
    }

    private void send(byte[] frame) {
        listeners.removeIf(listener -> !listener.offer(frame));
    }

    synchronized int listeners() {
        return listeners.size();
    }

    static boolean isEnd(byte[] frame) {
        return frame.length == 0;
    }

    private byte[] frame(String name, @Nullable String id, Object data) {
        try {
            String json = mapper.writeValueAsString(data);
            String text = "event: " + name + (id == null ? "" : "\nid: " + id) + "\ndata: " + json + "\n\n";
            return text.getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of this program is not JSON", e);
        }
    }

    /// Ends every stream.
    @Override
    public synchronized void close() {
        closed = true;
        listeners.forEach(Listener::end);
        listeners.clear();
    }
}
