package io.heliosdb.observer;

import static io.heliosdb.observer.Reports.AT;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeriesStoreTest {

    @Test
    void keepsTheLastPointsAndShowsGaps() {
        SeriesStore store = new SeriesStore(3, Duration.ofSeconds(1));
        store.add(AT, point("a", 1));
        store.add(AT.plusSeconds(1), point("a", 2));
        store.add(AT.plusSeconds(2), point("b", 7));
        store.add(AT.plusSeconds(3), point("a", 4));

        Series series = store.read(ChartMetric.LAG_MS, AT);

        assertThat(series.unit()).isEqualTo("ms");
        assertThat(series.timesMillis()).containsExactly(millis(1), millis(2), millis(3));
        assertThat(series.nodes()).extracting(Series.Line::nodeName).containsExactly("a", "b");
        assertThat(series.nodes().get(0).values()).containsExactly(2.0, null, 4.0);
        assertThat(series.nodes().get(1).values()).containsExactly(null, 7.0, null);
    }

    @Test
    void readsFromATimeOn() {
        SeriesStore store = new SeriesStore(10, Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            store.add(AT.plusSeconds(i), point("a", i));
        }

        assertThat(store.read(ChartMetric.LAG_MS, AT.plusSeconds(3))
                        .nodes()
                        .getFirst()
                        .values())
                .containsExactly(3.0, 4.0);
        assertThat(store.read(ChartMetric.LAG_MS, AT.plusSeconds(9)).timesMillis())
                .isEmpty();
    }

    @Test
    void averagesALongStretchDown() {
        SeriesStore store = new SeriesStore(3600, Duration.ofSeconds(1));
        for (int i = 0; i < 3600; i++) {
            store.add(AT.plusSeconds(i), point("a", i));
        }

        Series series = store.read(ChartMetric.LAG_MS, AT);

        assertThat(series.timesMillis()).hasSize(720);
        assertThat(series.stepMillis()).isEqualTo(5000);
        assertThat(series.nodes().getFirst().values().getFirst()).isEqualTo(2.0);
    }

    @Test
    void turnsACounterIntoARateAndARestartIntoAGap() {
        Sampler sampler = new Sampler();
        sampler.sample(List.of(counted(0, 100)), view());

        assertThat(rate(sampler, counted(2000, 300))).isEqualTo(100.0);
        assertThat(rate(sampler, counted(2000, 300))).isEqualTo(100.0);
        assertThat(rate(sampler, counted(3000, 5))).isNull();
        assertThat(rate(sampler, counted(4000, 15))).isEqualTo(10.0);
    }

    private static @Nullable Double rate(Sampler sampler, Sighting sighting) {
        return sampler.sample(List.of(sighting), view())
                .getOrDefault("p", Map.of())
                .get(ChartMetric.COMMITS_PER_SECOND);
    }

    private static Sighting counted(long atMillis, long commits) {
        NodeReport report = Reports.primary("p", Timeline.FIRST);
        return Reports.seen(new NodeReport(
                AT.plusMillis(atMillis),
                report.status(),
                List.of(),
                Optional.empty(),
                Map.of("commits", commits),
                true));
    }

    private static ClusterView view() {
        return new ClusterView("observer", Role.OBSERVER, AT, null, "p", List.of());
    }

    private static Map<String, Map<ChartMetric, Double>> point(String node, double value) {
        return Map.of(node, Map.of(ChartMetric.LAG_MS, value));
    }

    private static long millis(int seconds) {
        return Instant.ofEpochMilli(AT.toEpochMilli()).plusSeconds(seconds).toEpochMilli();
    }
}
