package io.heliosdb.server.sql;

import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.analyze.AnalyzedStatement;
import io.heliosdb.server.sql.analyze.TypeNames;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.ddl.Notices;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement;
import io.heliosdb.server.sql.parse.ast.TypeName;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.plpgsql.PlFrame;
import io.heliosdb.server.sql.plpgsql.PlHost;
import io.heliosdb.server.sql.plpgsql.PlSql;
import io.heliosdb.server.sql.plpgsql.PlVariable.Declared;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import io.heliosdb.server.txn.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The engine as one run of a body in PL/pgSQL sees it. Used by one thread.
final class BlockHost implements PlHost {

    private final LocalSqlEngine engine;
    private final SqlEngine.Scope scope;
    private final boolean mayWrite;
    private final Map<String, RelationDef.Virtual> transitions;
    private boolean written;

    /// @param mayWrite whether the function is volatile
    /// @param transitions what a trigger's function may read besides what the catalog has
    BlockHost(
            LocalSqlEngine engine,
            SqlEngine.Scope scope,
            boolean mayWrite,
            Map<String, RelationDef.Virtual> transitions) {
        this.transitions = transitions;
        this.engine = engine;
        this.scope = scope;
        this.mayWrite = mayWrite;
        // A volatile function sees what the statement that calls it has done so far.
        this.written = mayWrite;
    }

    /// What was written is there for whatever the caller does next.
    void finish() {
        if (written) {
            scope.transaction().nextCommand();
        }
    }

    private SqlEngine.Execution open(Prepared statement, List<@Nullable Object> parameters) {
        boolean writes = statement.effects().writes();
        boolean changes = writes && !(statement.statement() instanceof AnalyzedStatement.OfQuery);
        if (changes && !mayWrite) {
            String word = statement.source().sql().strip().split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, word + " is not allowed in a non-volatile function");
        }
        if (writes || written) {
            scope.transaction().nextCommand();
        }
        written = writes;
        return engine.execute(statement, scope, parameters);
    }

    @Override
    public Rows run(PlSql sql, PlFrame frame) {
        Statement tree = sql.parsed().statement();
        if (tree instanceof SessionStatement || tree instanceof TransactionStatement) {
            return command(tree, sql.text());
        }
        refuseCopy(tree);
        try {
            Prepared statement = locked(sql, null, 0, frame);
            return new RowsOf(open(statement, frame.values()), statement.columns());
        } catch (SqlException e) {
            throw within(named(e, sql, frame), "SQL statement", sql.text());
        }
    }

    private static void refuseCopy(Statement tree) {
        if (tree instanceof UtilityStatement.Copy) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "cannot COPY to/from client in PL/pgSQL");
        }
    }

    // An error without a place in the text tells at least which text it was.
    private static SqlException within(SqlException e, String what, String text) {
        if (e.fields().position() > 0) {
            return e;
        }
        String around = e.fields().where();
        String here = what + " \"" + text + "\"";
        return e.with(e.fields().withWhere(around == null ? here : around + "\n" + here));
    }

    @Override
    public Rows run(String text, List<Typed> using) {
        List<ParsedStatement> statements = SqlParser.parse(text);
        Rows last = new Done(0);
        List<@Nullable Type> types = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (Typed value : using) {
            types.add(value.type().type());
            values.add(value.value());
        }
        for (ParsedStatement parsed : statements) {
            last.close();
            last = run(parsed, types, values);
        }
        return last;
    }

    private Rows run(ParsedStatement parsed, List<@Nullable Type> types, List<@Nullable Object> values) {
        Statement tree = parsed.statement();
        if (tree instanceof SessionStatement || tree instanceof TransactionStatement) {
            return command(tree, parsed.sql());
        }
        refuseCopy(tree);
        try {
            Prepared analyzed = engine.blocks().locked(parsed, types, transitions, scope);
            return new RowsOf(open(analyzed, values), analyzed.columns());
        } catch (SqlException e) {
            throw within(e, "SQL statement", parsed.sql());
        }
    }

    private Rows command(Statement tree, String text) {
        if (tree instanceof SessionStatement.Set set && set.values() != null) {
            scope.context().setSetting(set.name(), String.join(", ", set.values()), set.local());
            return new Done(0);
        }
        String word = text.strip().split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
        throw tree instanceof TransactionStatement
                ? new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "unsupported transaction command in PL/pgSQL")
                : new SqlException(SqlState.FEATURE_NOT_SUPPORTED, word + " is not supported in PL/pgSQL");
    }

    /// A statement that gives no rows.
    private record Done(long count) implements Rows {
        @Override
        public List<OutputColumn> columns() {
            return List.of();
        }

        @Override
        public @Nullable Object @Nullable [] next() {
            return null;
        }

        @Override
        public void close() {}
    }

    private record RowsOf(SqlEngine.Execution execution, List<OutputColumn> columns) implements Rows {
        @Override
        public @Nullable Object @Nullable [] next() {
            return execution.next();
        }

        @Override
        public long count() {
            String tag = execution.commandTag();
            String last = tag.substring(tag.lastIndexOf(' ') + 1);
            boolean counted = !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
            return counted ? Long.parseLong(last) : 0;
        }

        @Override
        public void close() {
            execution.close();
        }
    }

    @Override
    public Typed value(PlSql expression, @Nullable DataType wanted, PlFrame frame) {
        try {
            return value(locked(expression, wanted, 0, frame), frame, wanted);
        } catch (SqlException e) {
            throw named(e, expression, frame);
        }
    }

    private Prepared locked(PlSql sql, @Nullable DataType wanted, int slot, PlFrame frame) {
        return engine.blocks().locked(new BlockStatements.Wanted(sql, wanted, slot, transitions), frame.types(), scope);
    }

    private Typed value(Prepared statement, PlFrame frame, @Nullable DataType wanted) {
        DataType type = wanted == null ? statement.columns().getFirst().type() : wanted;
        try (SqlEngine.Execution execution = open(statement, frame.values())) {
            @Nullable Object @Nullable [] row = execution.next();
            if (row == null) {
                return new Typed(type, null);
            }
            Object value = row[0];
            if (execution.next() != null) {
                throw new SqlException(
                        SqlState.CARDINALITY_VIOLATION,
                        "query \"" + statement.source().sql().substring("SELECT ".length())
                                + "\" returned more than one row");
            }
            return new Typed(type, value);
        }
    }

    // A record without fields has none that could be found.
    private static SqlException named(SqlException e, PlSql sql, PlFrame frame) {
        if (e.state() != SqlState.UNDEFINED_COLUMN || !e.message().endsWith("in record data type")) {
            return e;
        }
        return frame.code().variables().stream()
                .filter(v -> frame.type(v.slot()).type().equals(Types.RECORD))
                .filter(v -> frame.value(v.slot()) == null)
                .filter(v -> sql.text().toLowerCase(Locale.ROOT).contains(v.name() + "."))
                .findFirst()
                .map(v -> new SqlException(
                                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                                "record \"" + v.name() + "\" is not assigned yet")
                        .withDetail("The tuple structure of a not-yet-assigned record is indeterminate."))
                .orElse(e);
    }

    @Override
    public @Nullable Object assigned(PlSql assignment, int slot, PlFrame frame) {
        Prepared statement = locked(assignment, null, slot, frame);
        return value(statement, frame, null).value();
    }

    @Override
    public @Nullable Object convert(@Nullable Object value, DataType from, DataType to) {
        boolean same = from.type().equals(to.type()) && !(Types.baseOf(to.type()) != to.type());
        if (same && to.typmod() < 0) {
            return value;
        }
        if (value != null && same) {
            return to.type().applyModifier(value, to.typmod(), false);
        }
        return engine.conversions().convert(value, from, to, scope);
    }

    private TypeNames names(Catalog catalog) {
        return new TypeNames(AnalysisContext.of(catalog, scope.context()).path());
    }

    @Override
    public DataType type(Declared declared, PlFrame frame) {
        Catalog catalog = engine.catalog(scope);
        return switch (declared) {
            case Declared.AnyRow any -> DataType.of(Types.RECORD);
            case Declared.Given given -> DataType.of(Types.RECORD);
            case Declared.BoundCursor cursor -> DataType.of(Types.REFCURSOR);
            case Declared.RowOf row -> DataType.of(rowType(catalog, row.relation()));
            case Declared.Named named -> named(catalog, named, frame);
        };
    }

    private Type rowType(Catalog catalog, String relation) {
        QualifiedName name = SqlParser.parseTypeName(relation).name();
        return relation(catalog, name)
                .flatMap(catalog::rowType)
                .orElseThrow(() ->
                        new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + relation + "\" does not exist"));
    }

    private Optional<RelationDef> relation(Catalog catalog, QualifiedName name) {
        SearchPath path = AnalysisContext.of(catalog, scope.context()).path();
        List<String> parts = name.parts();
        return parts.size() == 1
                ? path.relation(name.last())
                : catalog.relation(path.real(parts.get(parts.size() - 2)), name.last());
    }

    private DataType named(Catalog catalog, Declared.Named declared, PlFrame frame) {
        TypeName name = SqlParser.parseTypeName(declared.text());
        if (!name.columnType()) {
            return names(catalog).resolve(name);
        }
        List<String> parts = name.name().parts();
        DataType type = null;
        if (parts.size() == 1) {
            type = declared.scope()
                    .find(parts.getFirst())
                    .map(v -> frame.type(v.slot()))
                    .orElse(null);
        } else {
            QualifiedName table = new QualifiedName(parts.subList(0, parts.size() - 1), 0);
            type = relation(catalog, table).stream()
                    .flatMap(r -> r.columns().stream())
                    .filter(c -> !c.dropped() && c.name().equals(parts.getLast()))
                    .findFirst()
                    .map(ColumnDef::type)
                    .orElse(null);
        }
        if (type == null) {
            throw new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + parts.getFirst() + "\" does not exist");
        }
        return name.arrayDimensions() > 0 ? DataType.of(Types.arrayOf(type.type())) : type;
    }

    @Override
    public String text(Typed value) {
        Object shown = value.value();
        return shown == null ? "<NULL>" : value.type().type().format(shown, scope.context());
    }

    @Override
    public Kept keep() {
        SqlEngine.Spool spool = engine.spool(scope.context());
        return new Kept() {
            @Override
            public void add(@Nullable Object[] row) {
                spool.add(row);
            }

            @Override
            public long size() {
                return spool.size();
            }

            @Override
            public @Nullable Object[] get(long index) {
                return spool.get(index);
            }

            @Override
            public void close() {
                spool.close();
            }
        };
    }

    @Override
    public Object mark() {
        return new Mark(scope.transaction().savepoint(), engine.keepDeferred(scope.transaction()));
    }

    @Override
    public void rollbackTo(Object mark) {
        scope.transaction().rollbackTo(((Mark) mark).savepoint);
        ((Mark) mark).deferred.run();
    }

    @Override
    public void release(Object mark) {
        scope.transaction().release(((Mark) mark).savepoint);
    }

    /// @param deferred forgets what was put off since
    private record Mark(Savepoint savepoint, Runnable deferred) {}

    @Override
    public void checkCancelled() {
        scope.context().checkCancelled();
    }

    @Override
    public void notice(String level, String code, String message, ErrorFields fields) {
        SqlState state = SqlException.raised(code, message, fields).state();
        scope.context().service(Notices.class).notice(level, state, message, fields);
    }
}
