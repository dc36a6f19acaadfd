package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.function.CastDef;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.privilege.StatementAccess;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.RelationUse;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The work on one statement: what its parts share. Used by one thread.
final class Analysis {

    private AnalysisContext context;
    private final Builtins builtins;
    private final ParameterTypes parameters;
    private final Coercion coercion;
    private final Operators operators;
    private final Calls calls;
    private TypeNames typeNames;
    private final Expressions expressions;
    private final Queries queries;
    private final Map<Integer, RelationDef> scanned = new HashMap<>();
    private final Map<Integer, RelationUse> uses = new LinkedHashMap<>();
    private final Accesses accesses = new Accesses();
    private @Nullable Trace trace;
    private int relations;
    private int commonTables;
    private boolean writes;
    private boolean callsProcedure;
    private final Set<Integer> entered = new HashSet<>();

    Analysis(AnalysisContext context, Builtins builtins, List<@Nullable Type> declared) {
        this.context = context;
        this.builtins = builtins;
        this.parameters = new ParameterTypes(declared);
        this.coercion = new Coercion(new TypeRules(builtins), parameters, context.session());
        this.operators = new Operators(builtins, coercion);
        this.calls = new Calls(coercion, this::defaultArgument, accesses::call);
        this.typeNames = new TypeNames(context.path());
        this.expressions = new Expressions(this);
        this.queries = new Queries(this);
    }

    private Expr defaultArgument(String sql, DataType type) {
        Expr value = stored(
                () -> expressions.analyze(SqlParser.parseExpression(sql), Place.plain(new Scope(null), "DEFAULT")));
        Expr converted = coercion.convert(value, type, CastDef.Context.ASSIGNMENT);
        if (converted == null) {
            throw AnalysisErrors.cannotCast(value.baseType(), type.type());
        }
        return converted;
    }

    AnalysisContext context() {
        return context;
    }

    /// Notes from now on what each part of the syntax tree means.
    Trace startTrace() {
        Trace started = new Trace();
        trace = started;
        return started;
    }

    /// Does something that the trace is not about.
    <T> T untraced(Supplier<T> work) {
        Trace kept = trace;
        trace = null;
        try {
            return work.get();
        } finally {
            trace = kept;
        }
    }

    /// Where to note what parts mean; null when nobody wants to know.
    @Nullable
    Trace trace() {
        return trace;
    }

    /// Notes what an expression means.
    Expr traced(Expression node, Expr value) {
        if (trace != null) {
            trace.note(node, value);
        }
        return value;
    }

    /// Does a part of the work with another search path: the text of a view.
    <T> T within(SearchPath path, Supplier<T> work) {
        AnalysisContext before = context;
        TypeNames typesBefore = typeNames;
        context = before.withPath(path);
        typeNames = new TypeNames(path);
        try {
            return work.get();
        } finally {
            context = before;
            typeNames = typesBefore;
        }
    }

    /// Does a part of the work on a text that is stored with a table or a function: what it reads and names needs no
    /// privilege of the user.
    <T> T stored(Supplier<T> work) {
        return within(context.path().unchecked(), () -> accesses.inTextOfTable(work));
    }

    Catalog catalog() {
        return context.catalog();
    }

    Builtins builtins() {
        return builtins;
    }

    ParameterTypes parameters() {
        return parameters;
    }

    Coercion coercion() {
        return coercion;
    }

    Operators operators() {
        return operators;
    }

    Calls calls() {
        return calls;
    }

    TypeNames typeNames() {
        return typeNames;
    }

    Expressions expressions() {
        return expressions;
    }

    Queries queries() {
        return queries;
    }

    /// What the statement needs of what it names.
    Accesses accesses() {
        return accesses;
    }

    int nextRelation() {
        return relations++;
    }

    int nextCommonTable() {
        return commonTables++;
    }

    /// What the statement needs of what it names, now that all of it is known.
    StatementAccess access() {
        return accesses.all();
    }

    /// Notes which relation a number reads.
    void noteScan(int relation, RelationDef table) {
        scanned.put(relation, table);
    }

    /// The relation that a number reads; null when it is none.
    @Nullable
    RelationDef scanned(int relation) {
        return scanned.get(relation);
    }

    boolean writes() {
        return writes;
    }

    /// Notes that the body of a routine is looked at; false when it is already, by way of itself.
    boolean enter(int routine) {
        return entered.add(routine);
    }

    void leave(int routine) {
        entered.remove(routine);
    }

    Set<Integer> entered() {
        return entered;
    }

    /// Whether a call may be of a procedure, and of nothing else.
    boolean callsProcedure() {
        return callsProcedure;
    }

    /// From now on calls mean procedures.
    void callProcedure() {
        callsProcedure = true;
    }

    /// Notes that running the statement changes something or locks rows.
    void noteWrite() {
        writes = true;
    }

    /// The relation that a name means.
    ///
    /// @param mode in which running the statement locks it
    /// @throws SqlException 42P01, 3F000
    RelationDef relation(QualifiedName name, TableLockMode mode) {
        RelationDef found;
        try {
            found = lookUp(name).orElseThrow(() -> AnalysisErrors.undefinedTable(String.join(".", name.parts())));
        } catch (SqlException e) {
            throw AnalysisErrors.at(e, name.position());
        }
        noteUse(found, mode);
        return found;
    }

    /// Notes that running the statement locks a relation at least so.
    void noteUse(RelationDef relation, TableLockMode mode) {
        uses.merge(relation.oid(), new RelationUse(relation, mode), (old, other) -> old.with(mode));
    }

    /// All relations that were named so far, in order.
    List<RelationUse> uses() {
        return List.copyOf(uses.values());
    }

    private Optional<RelationDef> lookUp(QualifiedName name) {
        List<String> parts = name.parts();
        if (parts.size() == 1) {
            RelationDef transition = context.transitions().get(name.last());
            return transition != null ? Optional.of(transition) : context.path().relation(name.last());
        }
        if (parts.size() > 3) {
            throw AnalysisErrors.at(
                    AnalysisErrors.syntax("improper relation name (too many dotted names): " + name), name.position());
        }
        if (parts.size() == 3 && !parts.getFirst().equals(context.session().database())) {
            throw AnalysisErrors.at(
                    new SqlException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cross-database references are not implemented: \"" + name + "\""),
                    name.position());
        }
        String schema = context.path().real(parts.get(parts.size() - 2));
        return catalog().relation(schema, name.last());
    }
}
