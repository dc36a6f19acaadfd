package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.privilege.Rights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Opens sessions. Safe for any thread.
public final class SessionFactory {

    /// Startup parameters that are no settings.
    private static final Set<String> NOT_SETTINGS = Set.of("user", "database", "options", "replication");

    private final SessionEnvironment environment;

    public SessionFactory(SessionEnvironment environment) {
        this.environment = environment;
    }

    public SessionEnvironment environment() {
        return environment;
    }

    /// Opens a session with the parameters of a startup packet.
    ///
    /// @throws SqlException 42704, 22023 for a parameter that is no setting or has no such value; 28000, 42501,
    /// 53300 for a user who may not log in
    public Session open(
            SessionIdentity identity, Map<String, String> parameters, Client client, StatementRouter router) {
        Admission.check(environment, identity);
        Session session = new Session(environment, identity, client, router);
        boolean opened = false;
        try {
            environment
                    .sql()
                    .rights(identity.user(), Optional.empty())
                    .flatMap(Rights::role)
                    .ifPresent(role -> role.settings().forEach(session::setStartup));
            startupOptions(parameters.getOrDefault("options", "")).forEach(option -> apply(session, option));
            parameters.forEach((name, value) -> {
                if (!NOT_SETTINGS.contains(name) && !name.startsWith("_pq_.") && !name.equals("heliosdb.link")) {
                    session.setStartup(name, value);
                }
            });
            opened = true;
        } finally {
            if (!opened) {
                session.close();
            }
        }
        environment.registry().add(session);
        return session;
    }

    private static void apply(Session session, String option) {
        int equals = option.indexOf('=');
        if (equals < 0) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "-c " + option + " requires a value");
        }
        session.setStartup(option.substring(0, equals).replace('-', '_'), option.substring(equals + 1));
    }

    /// The `name=value` of `-c name=value` and `--name=value` in a command line of options, where a backslash keeps the
    /// next character.
    static List<String> startupOptions(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else if (Character.isWhitespace(c)) {
                addWord(words, word);
            } else {
                word.append(c);
            }
        }
        addWord(words, word);
        List<String> options = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String given = words.get(i);
            if (given.equals("-c") && i + 1 < words.size()) {
                options.add(words.get(++i));
            } else if (given.startsWith("--")) {
                options.add(given.substring(2));
            } else if (given.startsWith("-c") && given.length() > 2) {
                options.add(given.substring(2));
            } else {
                throw new SqlException(
                        SqlState.SYNTAX_ERROR,
                        "invalid command-line argument for server process: " + given.toLowerCase(Locale.ROOT));
            }
        }
        return options;
    }

    private static void addWord(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
