package io.heliosdb.launcher;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/// What `status` says of one member.
///
/// @param reason why it is not healthy; empty when it is, or was stopped
record MemberStatus(Member member, State state, String reason) {

    enum State {
        HEALTHY("Up (healthy)"),
        UNHEALTHY("Up (unhealthy)"),
        STARTING("Up (starting)"),
        /// It left its process id behind: killed, or crashed, also with its machine.
        DIED("Died"),
        STOPPED("Stopped");

        private final String text;

        State(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    boolean runs() {
        return state != State.DIED && state != State.STOPPED;
    }

    private String pgText() {
        return member.isObserver() ? "-" : Integer.toString(member.pgPort());
    }

    /// Prints the table of NAMES, STATUS, PG and HTTP.
    static void printTable(List<MemberStatus> rows, PrintWriter out) {
        out.printf(Locale.ROOT, "%-18s %-15s %-6s %s%n", "NAMES", "STATUS", "PG", "HTTP");
        for (MemberStatus row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%-18s %-15s %-6s http://localhost:%d%n",
                    row.member.name(),
                    row.state.text(),
                    row.pgText(),
                    row.member.httpPort());
        }
        rows.stream()
                .filter(row -> !row.reason.isEmpty())
                .forEach(row -> out.printf(Locale.ROOT, "%n%s: %s%n", row.member.name(), row.reason));
        out.flush();
    }
}
