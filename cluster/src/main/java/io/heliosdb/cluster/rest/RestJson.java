package io.heliosdb.cluster.rest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import java.util.UUID;

/// Makes the mapper of this package's JSON. The mapper is immutable in use and shared by all threads.
public final class RestJson {

    private RestJson() {}

    /// A mapper that writes instants as ISO-8601, enums as their text, LSNs as positions, identities as text.
    ///
    /// Unknown fields are ignored, so that members of different versions understand each other.
    public static JsonMapper mapper() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
                .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
                .addMixIn(NodeId.class, UuidValue.class)
                .addMixIn(ClusterId.class, UuidValue.class)
                .addMixIn(Lsn.class, LsnValue.class)
                .addMixIn(Timeline.class, TimelineValue.class)
                .build();
    }

    /// A type that is written as the one UUID that it holds. Jackson reads the annotations, nobody makes one.
    @SuppressWarnings("UnusedVariable")
    private abstract static class UuidValue {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        UuidValue(UUID value) {}

        @JsonValue
        abstract UUID value();
    }

    @SuppressWarnings("UnusedVariable")
    private abstract static class LsnValue {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        LsnValue(long position) {}

        @JsonValue
        abstract long position();
    }

    @SuppressWarnings("UnusedVariable")
    private abstract static class TimelineValue {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        TimelineValue(long number) {}

        @JsonValue
        abstract long number();
    }
}
