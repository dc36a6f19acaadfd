package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.storage.SpaceUsage;
import io.heliosdb.server.txn.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// VACUUM. Deleted rows are never found by anybody: what it does is about space, and that is one file for all
/// tables.
///
/// Plain, it moves what is in memory into the base, which frees the pages of deleted rows for what comes, and counts
/// rows. FULL gives free pages back to the system, on every node. ANALYZE samples rows besides.
final class Vacuums {

    private static final Set<String> OPTIONS = Set.of(
            "full",
            "freeze",
            "verbose",
            "analyze",
            "disable_page_skipping",
            "skip_locked",
            "index_cleanup",
            "process_toast",
            "process_main",
            "truncate",
            "parallel",
            "skip_database_stats",
            "only_database_stats",
            "buffer_usage_limit");
    private static final Set<String> NUMBERS = Set.of("parallel", "buffer_usage_limit", "index_cleanup");
    private static final Set<String> ON = Set.of("on", "true", "1");
    private static final Set<String> OFF = Set.of("off", "false", "0");

    private final CommandRun run;

    Vacuums(CommandRun run) {
        this.run = run;
    }

    void vacuum(UtilityStatement.Vacuum statement) {
        statement.options().forEach(Vacuums::check);
        List<QualifiedName> tables = new ArrayList<>();
        for (QualifiedName name : statement.tables()) {
            RelationDef relation = run.require(name);
            if (!(relation instanceof RelationDef.Table table)) {
                run.notice(
                        "WARNING",
                        SqlState.WARNING,
                        "skipping \"" + relation.name() + "\" --- cannot vacuum non-tables or special system tables");
            } else if (Commands.mayMaintain(table, "vacuum", statement.tables(), run)) {
                tables.add(name);
            }
        }
        if (tables.isEmpty() && !statement.tables().isEmpty()) {
            return;
        }
        if (isOn(statement, "analyze")) {
            Commands.analyze(tables, run);
        } else {
            Commands.count(tables, run);
        }
        Engine engine = run.services().engine();
        SpaceUsage before = engine.space();
        engine.checkpoint();
        if (isOn(statement, "full")) {
            engine.compact(run.session()::checkCancelled);
        }
        if (isOn(statement, "verbose")) {
            report(before, engine.space());
        }
    }

    private static void check(UtilityStatement.Option option) {
        if (!OPTIONS.contains(option.name())) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "unrecognized VACUUM option \"" + option.name() + "\"")
                    .withPosition(option.position());
        }
        String value = option.value();
        if (value != null
                && !NUMBERS.contains(option.name())
                && !ON.contains(lower(value))
                && !OFF.contains(lower(value))) {
            throw new SqlException(SqlState.SYNTAX_ERROR, option.name() + " requires a Boolean value");
        }
    }

    private static String lower(String value) {
        return value.toLowerCase(Locale.ROOT);
    }

    private void report(SpaceUsage before, SpaceUsage after) {
        run.notice(
                "INFO",
                SqlState.SUCCESSFUL_COMPLETION,
                String.format(
                        Locale.ROOT,
                        "finished vacuuming: the file of all tables has %d kB, %d kB of them free (before: %d kB, %d"
                                + " kB)",
                        after.bytes() >> 10,
                        after.freeBytes() >> 10,
                        before.bytes() >> 10,
                        before.freeBytes() >> 10));
    }

    private static boolean isOn(UtilityStatement.Vacuum statement, String name) {
        boolean on = false;
        for (UtilityStatement.Option option : statement.options()) {
            if (option.name().equals(name)) {
                String value = option.value();
                on = value == null || !OFF.contains(lower(value));
            }
        }
        return on;
    }
}
