package io.heliosdb.observer;

import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.HistoryEntry;
import io.heliosdb.cluster.rest.Series;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the observer knows, over HTTP. A stream of events holds its own virtual thread until the listener goes.
@Path("/api/v1/cluster")
@Produces(MediaType.APPLICATION_JSON)
public final class ClusterResource {

    /// What the rings hold.
    static final int MAX_MINUTES = 60;

    /// Proxies close connections on which nothing comes for longer.
    private static final long KEEP_ALIVE_SECONDS = 15;

    private static final Logger LOG = LoggerFactory.getLogger(ClusterResource.class);

    private static final byte[] KEEP_ALIVE = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

    private final Watch watch;
    private final Watch.Outputs outputs;
    private final Clock clock;

    ClusterResource(Watch watch, Watch.Outputs outputs, Clock clock) {
        this.watch = watch;
        this.outputs = outputs;
        this.clock = clock;
    }

    /// The members, with the observer as the source.
    @GET
    public ClusterView cluster() {
        return watch.view();
    }

    /// Role changes, oldest first.
    @GET
    @Path("/history")
    public List<HistoryEntry> history() {
        return outputs.history().entries();
    }

    /// One chart's data.
    ///
    /// @param minutes 1 to 60
    @GET
    @Path("/series")
    public Series series(
            @QueryParam("metric") @DefaultValue("commitsPerSecond") String metric,
            @QueryParam("minutes") @DefaultValue("15") String minutes) {
        ChartMetric chart = ChartMetric.parse(metric)
                .orElseThrow(() -> new BadRequestException("unknown metric, use: " + ChartMetric.names()));
        return outputs.series().read(chart, clock.instant().minus(Duration.ofMinutes(minutes(minutes))));
    }

    private static int minutes(String text) {
        try {
            int minutes = Integer.parseInt(text);
            if (minutes >= 1 && minutes <= MAX_MINUTES) {
                return minutes;
            }
            throw new BadRequestException("minutes out of range 1..60: " + minutes);
        } catch (NumberFormatException e) {
            throw new BadRequestException("minutes is not a number", e);
        }
    }

    /// Server-sent events: `cluster` (the view) and `sample` (points of the charts) at each tick, `event` as it
    /// happens.
    @GET
    @Path("/events")
    @Produces("text/event-stream")
    public Response events(@HeaderParam("Last-Event-ID") @DefaultValue("0") String lastEventId) {
        EventHub.Listener listener;
        try {
            listener = outputs.hub().listen(number(lastEventId));
        } catch (IllegalStateException e) {
            throw new ServiceUnavailableException(String.valueOf(e.getMessage()), 5L, e);
        }
        StreamingOutput body = out -> stream(listener, out);
        return Response.ok(body)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    /// The browser hands back what we gave it; anything else is as good as nothing.
    private static long number(String lastEventId) {
        try {
            return Long.parseLong(lastEventId);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static void stream(EventHub.Listener listener, OutputStream out) {
        try (listener) {
            while (true) {
                byte[] frame = listener.next(KEEP_ALIVE_SECONDS);
                if (frame != null && EventHub.isEnd(frame)) {
                    return;
                }
                out.write(frame == null ? KEEP_ALIVE : frame);
                out.flush();
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.atDebug().setCause(e).log("Listener went away");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
