package io.heliosdb.server.sql.catalog;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.function.FunctionRegistry;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.function.OperatorRegistry;
import io.heliosdb.server.sql.function.TypeFunctions;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.TypeName;
import io.heliosdb.server.sql.type.NameResolver;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Names of catalog objects as one search path sees them. Immutable.
///
/// @param functions built-in functions, for `regproc` and kin
public record CatalogNames(SearchPath path, FunctionRegistry functions, OperatorRegistry operators)
        implements NameResolver {

    private static final Map<String, Integer> COLLATIONS = Map.of("default", 100, "C", 950, "POSIX", 951);

    @Override
    public Optional<String> nameOf(Kind kind, long oid) {
        Catalog catalog = path.catalog();
        int id = (int) oid;
        return switch (kind) {
            case CLASS -> {
                Optional<RelationDef> relation = catalog.relation(id);
                yield relation.isPresent()
                        ? relation.map(this::display)
                        : catalog.index(id).map(this::display).or(() -> composite(id));
            }
            case TYPE -> catalog.type(id).map(this::display);
            case PROC ->
                functions
                        .byOid(id)
                        .map(FunctionDef::name)
                        .or(() -> TypeFunctions.byOid(id).map(TypeFunctions::name))
                        .or(() -> routines().routine(id).map(routines()::name));
            case PROCEDURE ->
                functions.byOid(id).map(CatalogNames::signature).or(() -> routines()
                        .routine(id)
                        .map(routines()::signature));
            case OPER -> operators.byOid(id).map(OperatorDef::name);
            case OPERATOR -> operators.byOid(id).map(CatalogNames::signature);
            case NAMESPACE -> catalog.schema(id).map(schema -> Identifiers.quote(schema.name()));
            case ROLE ->
                catalog.roles().stream()
                        .filter(role -> role.oid() == id)
                        .map(role -> Identifiers.quote(role.name()))
                        .findFirst();
            case COLLATION ->
                COLLATIONS.entrySet().stream()
                        .filter(e -> e.getValue() == id)
                        .map(e -> Identifiers.quote(e.getKey()))
                        .findFirst();
            case CONFIG, DICTIONARY -> Optional.empty();
        };
    }

    private String display(RelationDef relation) {
        String name = Identifiers.quote(relation.name());
        return path.isVisible(relation) ? name : Identifiers.quote(relation.schema()) + "." + name;
    }

    /// A type that users made has its schema with it where the path does not find it.
    private String display(Type type) {
        Optional<Type> element =
                Types.elementOf(type).filter(e -> Types.byOid(type.oid()).isEmpty());
        if (element.isPresent()) {
            return display(element.get()) + "[]";
        }
        if (Types.byOid(type.oid()).isPresent()) {
            return type.displayName(-1);
        }
        Catalog catalog = path.catalog();
        String schema = catalog.typeDef(type.oid())
                .map(TypeDef::schema)
                .or(() -> catalog.relation(type.oid() - 1).map(RelationDef::schema))
                .orElse("");
        boolean visible = schema.isEmpty()
                || path.type(type.name()).filter(t -> t.oid() == type.oid()).isPresent();
        return (visible ? "" : Identifiers.quote(schema) + ".") + Identifiers.quote(type.name());
    }

    private String display(IndexDef index) {
        String name = Identifiers.quote(index.name());
        boolean visible =
                path.index(index.name()).filter(i -> i.oid() == index.oid()).isPresent();
        return path.catalog()
                .table(index.tableOid())
                .filter(table -> !visible)
                .map(table -> Identifiers.quote(table.schema()) + "." + name)
                .orElse(name);
    }

    /// The relation behind a composite type.
    private Optional<String> composite(int oid) {
        return path.catalog().typeDef(oid - 2).orElse(null) instanceof TypeDef.Composite type
                ? nameOf(Kind.TYPE, type.oid())
                : Optional.empty();
    }

    private RoutineNames routines() {
        return new RoutineNames(path);
    }

    private static String signature(FunctionDef function) {
        List<String> types =
                function.arguments().stream().map(t -> t.displayName(-1)).toList();
        return function.name() + "(" + String.join(",", types) + ")";
    }

    private static String signature(OperatorDef operator) {
        Type left = operator.left();
        return operator.name() + "(" + (left == null ? "NONE" : left.displayName(-1)) + ","
                + operator.right().displayName(-1) + ")";
    }

    @Override
    public long oidOf(Kind kind, String name) {
        return switch (kind) {
            case CLASS -> relation(name);
            case TYPE -> type(name);
            case PROC, PROCEDURE -> function(name);
            case NAMESPACE ->
                path.catalog()
                        .schema(parts(name).getLast())
                        .orElseThrow(() -> new SqlException(
                                SqlState.INVALID_SCHEMA_NAME, "schema \"" + name + "\" does not exist"))
                        .oid();
            case ROLE ->
                path.catalog()
                        .role(parts(name).getLast())
                        .orElseThrow(() -> undefined("role \"" + name + "\""))
                        .oid();
            case OPER, OPERATOR ->
                operators.binary(name).stream()
                        .findFirst()
                        .orElseThrow(
                                () -> new SqlException(SqlState.UNDEFINED_FUNCTION, "operator does not exist: " + name))
                        .oid();
            case COLLATION -> collation(name);
            case CONFIG -> throw undefined("text search configuration \"" + name + "\"");
            case DICTIONARY -> throw undefined("text search dictionary \"" + name + "\"");
        };
    }

    private static long collation(String name) {
        Integer oid = COLLATIONS.get(parts(name).getLast());
        if (oid == null) {
            throw undefined("collation \"" + name + "\" for encoding \"UTF8\"");
        }
        return oid;
    }

    private static SqlException undefined(String what) {
        return new SqlException(SqlState.UNDEFINED_OBJECT, what + " does not exist");
    }

    private long relation(String name) {
        List<String> parts = parts(name);
        if (parts.size() == 1) {
            Optional<RelationDef> relation = path.relation(parts.getFirst());
            if (relation.isPresent()) {
                return relation.get().oid();
            }
            Optional<IndexDef> index = path.index(parts.getFirst());
            if (index.isPresent()) {
                return index.get().oid();
            }
        } else {
            String schema = path.real(parts.get(parts.size() - 2));
            Optional<RelationDef> relation = path.catalog().relation(schema, parts.getLast());
            if (relation.isPresent()) {
                return relation.get().oid();
            }
            Optional<IndexDef> index = path.catalog().index(schema, parts.getLast());
            if (index.isPresent()) {
                return index.get().oid();
            }
        }
        throw new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + String.join(".", parts) + "\" does not exist");
    }

    private long type(String name) {
        TypeName parsed = SqlParser.parseTypeName(name);
        List<String> parts = parsed.name().parts();
        Optional<Type> found = parts.size() == 1
                ? path.type(parts.getFirst())
                : path.catalog().type(path.real(parts.get(parts.size() - 2)), parts.getLast());
        Type type = found.orElseThrow(() -> undefined("type \"" + name + "\""));
        return parsed.arrayDimensions() > 0 ? Types.arrayOf(type).oid() : type.oid();
    }

    private long function(String text) {
        int end = text.indexOf('(');
        String name = parts(end < 0 ? text : text.substring(0, end)).getLast();
        List<FunctionDef> found = functions.named(name);
        if (end >= 0) {
            String wanted = text.substring(end).replace(" ", "");
            found = found.stream()
                    .filter(f -> signature(f).substring(f.name().length()).equals(wanted))
                    .toList();
        }
        List<Integer> users =
                routines().find(parts(end < 0 ? text : text.substring(0, end)), end < 0 ? "" : text.substring(end));
        if (found.isEmpty() && users.size() == 1) {
            return users.getFirst();
        }
        if (users.size() > 1) {
            throw new SqlException(SqlState.AMBIGUOUS_FUNCTION, "more than one function named \"" + text + "\"");
        }
        if (found.isEmpty() && TypeFunctions.isKnown(name)) {
            return TypeFunctions.oid(name);
        }
        if (found.isEmpty()) {
            throw new SqlException(SqlState.UNDEFINED_FUNCTION, "function \"" + text + "\" does not exist");
        }
        if (found.size() > 1) {
            throw new SqlException(SqlState.AMBIGUOUS_FUNCTION, "more than one function named \"" + text + "\"");
        }
        return found.getFirst().oid();
    }

    @Override
    public Optional<Type> type(int oid) {
        return path.catalog().type(oid);
    }

    /// The parts of a dotted name, folded and unquoted.
    static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < name.length() && name.charAt(i + 1) == '"') {
                    part.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == '.' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(quoted ? c : Character.toLowerCase(c));
            }
        }
        if (quoted || part.isEmpty()) {
            throw new SqlException(SqlState.INVALID_NAME, "invalid name syntax");
        }
        parts.add(part.toString());
        return parts;
    }
}
