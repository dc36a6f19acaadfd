package io.heliosdb.cluster.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What went wrong with a request, as RFC 9457 problem details, with PostgreSQL's fields as extension members.
///
/// @param type `about:blank`, or the URN of an SQL error
/// @param title the status in words
/// @param detail what happened this time
/// @param instance the path that was asked for
/// @param sqlState five characters, when the database refused a statement
/// @param position character of the statement, counted from 1; null when unknown
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String instance,
        @Nullable String sqlState,
        @Nullable String sqlDetail,
        @Nullable String hint,
        @Nullable Integer position) {

    /// The media type of the JSON.
    public static final String MEDIA_TYPE = "application/problem+json";

    /// A problem that the HTTP status says.
    public static Problem of(int status, String title, String detail, String instance) {
        return new Problem("about:blank", title, status, detail, instance, null, null, null, null);
    }
}
