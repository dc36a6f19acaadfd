package io.heliosdb.server.sql.parse.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Statements that are neither queries, changes nor definitions.
public sealed interface UtilityStatement extends Statement {

    /// Nothing between two semicolons.
    record Empty() implements UtilityStatement {}

    /// `name` or `name value`; the value as text, null when there is none.
    record Option(String name, @Nullable String value, int position) {}

    record Explain(List<Option> options, Statement statement) implements UtilityStatement {}

    /// @param table null for `COPY (query) TO`
    /// @param file empty for STDIN and STDOUT
    record Copy(
            @Nullable QualifiedName table,
            List<String> columns,
            @Nullable Statement query,
            boolean from,
            String file,
            boolean program,
            List<CopyOption> options,
            @Nullable Expression where,
            int position)
            implements UtilityStatement {}

    /// @param values none for a bare option; `*` is given as itself
    record CopyOption(String name, List<String> values, int position) {}

    record Truncate(List<QualifiedName> tables, boolean restartIdentity, boolean cascade) implements UtilityStatement {}

    record Vacuum(List<Option> options, List<QualifiedName> tables) implements UtilityStatement {}

    record Analyze(List<Option> options, List<QualifiedName> tables) implements UtilityStatement {}

    /// @param mode such as `access exclusive`
    record LockTable(List<QualifiedName> tables, String mode, boolean nowait) implements UtilityStatement {}

    record Checkpoint() implements UtilityStatement {}

    /// @param kind `index`, `table`, `schema`, `database` or `system`
    record Reindex(String kind, @Nullable QualifiedName name) implements UtilityStatement {}

    record Cluster(@Nullable QualifiedName table, String index) implements UtilityStatement {}

    record Do(String language, String body, int position) implements UtilityStatement {}

    record CallProcedure(Expression.Call call) implements UtilityStatement {}

    record RefreshMaterializedView(QualifiedName name, boolean concurrently, boolean withData)
            implements UtilityStatement {}
}
