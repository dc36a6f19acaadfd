package io.heliosdb.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// COPY of a million rows from a file into a table with a primary key.
final class CopyLoad {

    private static final int ROWS = 1_000_000;
    private static final String TABLE = "CREATE TABLE copied (id int PRIMARY KEY, branch int, filler text)";

    private final Path directory;
    private final Path rows;

    CopyLoad(Path directory) {
        this.directory = directory;
        this.rows = directory.resolve("rows.txt");
        try (BufferedWriter out = Files.newBufferedWriter(rows)) {
            String filler = "x".repeat(84);
            for (int i = 1; i <= ROWS; i++) {
                out.write(i + "\t" + i % 100 + "\t" + filler + "\n");
            }
        } catch (IOException e) {
            throw new BenchException("cannot write " + rows + ": " + e.getMessage(), e);
        }
    }

    /// @return the seconds that COPY took
    double seconds(Contestant contestant) {
        contestant.query(directory, "DROP TABLE IF EXISTS copied");
        contestant.query(directory, TABLE);
        long begin = System.nanoTime();
        Command.run(
                directory,
                contestant.environment(),
                List.of(
                        Command.find("psql"),
                        "-X",
                        "-q",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-c",
                        "\\copy copied FROM '" + rows + "'"));
        double seconds = (System.nanoTime() - begin) / 1e9;
        String count = contestant.query(directory, "SELECT count(*) FROM copied");
        if (!count.equals(Integer.toString(ROWS))) {
            throw new BenchException(contestant.name() + " has " + count + " rows after COPY, not " + ROWS);
        }
        return seconds;
    }
}
