package io.heliosdb.server.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A conversation of the protocol, written down: what a client says and what PostgreSQL answers to it.
///
/// ```text
/// # title                                  a new connection
/// > Query "select 1"                       what the client sends, all lines up to the next answer in one write
/// < RowDescription (?column? 23 4 -1 0)    what the server answers, up to ReadyForQuery or COPY's beginning
/// < DataRow "1"
/// < CommandComplete "SELECT 1"
/// < ReadyForQuery I
/// ```
///
/// As many messages are read as are written down, and nothing may be left after the last.
public record Transcript(String title, List<Step> steps) {

    static final List<String> FILES = List.of("simple", "extended", "copy", "session", "drivers", "privileges");

    /// What can be recorded anew.
    static final List<String> RECORDED = List.of(
            "catalog", "information", "grants", "simple", "extended", "copy", "session", "drivers", "privileges");

    /// All that are kept, in the order in which they were had.
    public static Stream<Transcript> all() {
        return FILES.stream().flatMap(file -> read(file).stream());
    }

    /// Those about the system's relations, which only a whole node has.
    public static Stream<Transcript> ofCatalog() {
        return Stream.of("catalog", "information", "grants").flatMap(file -> read(file).stream());
    }

    static List<Transcript> read(String file) {
        try (InputStream in = Transcript.class.getResourceAsStream("/wire/" + file + ".wire")) {
            if (in == null) {
                throw new IllegalStateException("no resource " + file);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One batch of the client and what comes back.
    public record Step(List<String> said, List<String> answers) {}

    static List<Transcript> parse(List<String> lines) {
        List<Transcript> all = new ArrayList<>();
        boolean answering = false;
        for (String line : lines) {
            if (line.startsWith("# ")) {
                all.add(new Transcript(line.substring(2), new ArrayList<>()));
                answering = true;
            } else if (line.startsWith("> ")) {
                List<Step> steps = all.getLast().steps;
                if (answering) {
                    steps.add(new Step(new ArrayList<>(), new ArrayList<>()));
                }
                steps.getLast().said.add(line.substring(2));
                answering = false;
            } else if (line.startsWith("< ")) {
                all.getLast().steps.getLast().answers.add(line.substring(2));
                answering = true;
            } else if (!line.isBlank() && !line.startsWith("##")) {
                throw new IllegalArgumentException("neither said nor answered: " + line);
            }
        }
        return all;
    }

    /// Has the conversation with a server.
    ///
    /// @param quiet whether a batch without an end is read until the server has been silent for a while, to write
    /// down
    /// what a server says; else as much is read as is written down
    /// @return what was said and answered
    public Transcript play(int port, Map<String, String> startup, boolean quiet) throws IOException {
        Transcript played = new Transcript(title, new ArrayList<>());
        try (TestPgClient client = new TestPgClient(port)) {
            client.start(startup);
            client.untilReady();
            for (Step step : steps) {
                ByteBuf out = Unpooled.buffer();
                step.said.forEach(line -> TranscriptWords.encode(line, out));
                client.raw(out);
                List<String> answers = new Reading(client, step.said, quiet ? -1 : step.answers.size()).run();
                played.steps.add(new Step(step.said, answers));
            }
            if (!quiet) {
                // Nothing may be left over, which the answer to a Sync would come after.
                ByteBuf out = Unpooled.buffer();
                TranscriptWords.encode("Sync", out);
                client.raw(out);
                String last = TranscriptWords.text(client);
                if (!last.startsWith("ReadyForQuery")) {
                    played.steps.getLast().answers.add(last);
                }
            }
        }
        return played;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("# " + title));
        for (Step step : steps) {
            step.said.forEach(said -> lines.add("> " + said));
            step.answers.forEach(answer -> lines.add("< " + answer));
        }
        return lines;
    }

    @Override
    public String toString() {
        return title;
    }

    /// Reads the answers to one batch.
    private record Reading(TestPgClient client, List<String> said, int expected) {

        List<String> run() throws IOException {
            client.timeout(expected < 0 ? 1_000 : 60_000);
            List<String> answers = new ArrayList<>();
            try {
                while (hasMore(answers)) {
                    answers.add(TranscriptWords.text(client));
                }
            } catch (EOFException | SocketException e) {
                answers.add("closed");
            } catch (SocketTimeoutException e) {
                if (expected >= 0) {
                    answers.add("silence");
                }
            }
            return answers;
        }

        private boolean hasMore(List<String> answers) {
            if (expected >= 0) {
                return answers.size() < expected;
            }
            boolean copies = said.stream().anyMatch(m -> m.startsWith("Copy"));
            if (!copies && !answers.isEmpty() && answers.getLast().startsWith("CopyInResponse")) {
                return false;
            }
            long due = said.stream().filter(Reading::isAnsweredWithReady).count();
            // What ends COPY has no ReadyForQuery of its own: it is the Query's that began it.
            due += copies && due == 0 ? 1 : 0;
            boolean endless = due == 0 || !copies && !isAnsweredWithReady(said.getLast());
            return endless
                    || answers.stream()
                                    .filter(a -> a.startsWith("ReadyForQuery"))
                                    .count()
                            < due;
        }

        private static boolean isAnsweredWithReady(String message) {
            return message.startsWith("Query ") || message.equals("Sync");
        }
    }
}
