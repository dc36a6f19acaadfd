package io.heliosdb.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.heliosdb.cluster.rest.RestJson;

/// How a member says it is.
///
/// @param reason why it is not healthy; empty when it is
record Health(boolean healthy, boolean started, String reason) {

    /// Somebody listens there, or nobody does, but there is no answer.
    static final Health SILENT = new Health(false, true, "does not answer");

    /// What an answer of `/health` says (MicroProfile Health 4.0, 4.1).
    static Health of(int status, String body) {
        if (status == 200) {
            return new Health(true, true, "");
        }
        boolean started = true;
        String reason = "";
        try {
            for (JsonNode check : RestJson.mapper().readTree(body).path("checks")) {
                boolean up = check.path("status").asText().equals("UP");
                started &= up || !check.path("name").asText().equals("started");
                if (!up) {
                    reason = check.path("data").path("reason").asText(reason);
                }
            }
        } catch (JsonProcessingException e) {
            return new Health(false, true, "answers something else than its health: HTTP status " + status);
        }
        return new Health(false, started, reason.isEmpty() ? "HTTP status " + status : reason);
    }
}
