package io.heliosdb.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A psql that stays open: statements go in one by one, each answers with one line.
final class SizeSession implements AutoCloseable {

    private final Process psql;
    private final Writer in;
    private final BufferedReader out;

    private SizeSession(Process psql) {
        this.psql = psql;
        this.in = psql.outputWriter();
        this.out = psql.inputReader();
    }

    static SizeSession open(Path folder, Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            return new SizeSession(builder.start());
        } catch (IOException e) {
            throw new BenchException("cannot run psql: " + e.getMessage(), e);
        }
    }

    void execute(String sql) {
        try {
            in.write(sql + ";\n");
            in.flush();
        } catch (IOException e) {
            throw new BenchException("psql ended: " + e.getMessage(), e);
        }
    }

    /// The one line that a query answers with.
    String query(String sql) {
        execute(sql);
        try {
            String line = out.readLine();
            if (line == null) {
                throw new BenchException("psql ended at " + sql);
            }
            return line;
        } catch (IOException e) {
            throw new BenchException("psql ended: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        psql.destroy();
    }
}
