package io.heliosdb.server.sql.catalog;

import io.heliosdb.server.sql.catalog.CatalogObject.Routine;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.TypeName;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Names of functions and procedures that users made, as one search path sees them. Immutable.
record RoutineNames(SearchPath path) {

    Optional<Routine> routine(int oid) {
        return path.catalog().routine(oid);
    }

    /// As `regproc` shows it.
    String name(Routine routine) {
        String name = Identifiers.quote(routine.name());
        boolean alone = named(List.of(routine.name())).stream().allMatch(other -> other.oid() == routine.oid());
        return alone && path.all().contains(routine.schema()) ? name : Identifiers.quote(routine.schema()) + "." + name;
    }

    /// As `regprocedure` shows it.
    String signature(Routine routine) {
        List<String> types = routine.argumentTypes().stream()
                .map(oid -> path.catalog().type(oid).map(t -> t.displayName(-1)).orElse("?"))
                .toList();
        boolean visible = named(List.of(routine.name())).stream()
                .filter(other -> other.argumentTypes().equals(routine.argumentTypes()))
                .findFirst()
                .filter(first -> first.oid() == routine.oid())
                .isPresent();
        String name = Identifiers.quote(routine.name());
        return (visible ? name : Identifiers.quote(routine.schema()) + "." + name) + "(" + String.join(",", types)
                + ")";
    }

    /// Oids of the routines of a name.
    ///
    /// @param arguments types in parentheses, which one routine at most has; empty for any
    List<Integer> find(List<String> name, String arguments) {
        List<Routine> found = named(name);
        if (arguments.isEmpty()) {
            return found.stream().map(Routine::oid).toList();
        }
        List<Integer> types = types(arguments);
        return found.stream()
                .filter(routine -> routine.argumentTypes().equals(types))
                .map(Routine::oid)
                .limit(1)
                .toList();
    }

    private List<Routine> named(List<String> name) {
        List<String> schemas = name.size() == 1 ? path.all() : List.of(path.real(name.get(name.size() - 2)));
        List<Routine> found = new ArrayList<>();
        schemas.forEach(schema -> found.addAll(path.catalog().routines(schema, name.getLast())));
        return found;
    }

    private List<Integer> types(String arguments) {
        String inner = arguments.strip();
        inner = inner.substring(1, inner.endsWith(")") ? inner.length() - 1 : inner.length());
        List<Integer> types = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= inner.length() && !inner.isBlank(); i++) {
            char c = i == inner.length() ? ',' : inner.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                types.add(type(inner.substring(start, i)));
                start = i + 1;
            }
        }
        return types;
    }

    private int type(String text) {
        TypeName parsed = SqlParser.parseTypeName(text);
        List<String> parts = parsed.name().parts();
        Optional<Type> found = parts.size() == 1
                ? path.type(parts.getFirst())
                : path.catalog().type(path.real(parts.get(parts.size() - 2)), parts.getLast());
        return found.map(type ->
                        parsed.arrayDimensions() > 0 ? Types.arrayOf(type).oid() : type.oid())
                .orElse(0);
    }
}
