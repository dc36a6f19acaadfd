package io.heliosdb.bench;

import java.util.List;
import java.util.Locale;

/// One line of the report: what pgbench runs, through which protocol, with how many clients.
record Load(Script script, Protocol protocol, int clients) {

    /// pgbench's own scripts.
    enum Script {
        SELECT_ONLY("select-only"),
        SIMPLE_UPDATE("simple-update"),
        TPCB("tpcb-like");

        private final String text;

        Script(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        static Script parse(String text) {
            return List.of(values()).stream()
                    .filter(script -> script.text.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new BenchException(
                            "unknown script '" + text + "'; use select-only, simple-update, tpcb-like"));
        }
    }

    /// How statements are sent.
    enum Protocol {
        SIMPLE,
        EXTENDED,
        PREPARED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Protocol parse(String text) {
            try {
                return valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new BenchException("unknown protocol '" + text + "'; use simple, extended, prepared", e);
            }
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-13s %-8s %2d", script.text(), protocol.text(), clients);
    }
}
