package io.heliosdb.launcher;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/// What `status` says of one member.
record MemberStatus(Member member, State state) {

    enum State {
        HEALTHY("Up (healthy)"),
        UNHEALTHY("Up (unhealthy)"),
        STARTING("Up (starting)"),
        STOPPED("Stopped");

        private final String text;

        State(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
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
        out.flush();
    }
}
