package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.TypeName;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the types that SQL text names.
public final class TypeNames {

    private final SearchPath path;

    public TypeNames(SearchPath path) {
        this.path = path;
    }

    /// The type with its modifier.
    ///
    /// @throws SqlException 42704, 42601, 22023
    public DataType resolve(TypeName name) {
        Type type = find(name)
                .orElseThrow(() -> AnalysisErrors.at(
                        new SqlException(SqlState.UNDEFINED_OBJECT, "type \"" + display(name) + "\" does not exist"),
                        name.position()));
        int typmod = -1;
        if (!name.intervalFields().isEmpty() || !name.modifiers().isEmpty()) {
            typmod = modifier(type, name);
        }
        return new DataType(name.arrayDimensions() > 0 ? Types.arrayOf(type) : type, typmod);
    }

    private static String display(TypeName name) {
        return String.join(".", name.name().parts());
    }

    private Optional<Type> find(TypeName name) {
        List<String> parts = name.name().parts();
        if (parts.size() == 1) {
            return path.type(name.name().last());
        }
        return path.catalog()
                .type(path.real(parts.get(parts.size() - 2)), name.name().last());
    }

    private static int modifier(Type type, TypeName name) {
        List<String> modifiers = new ArrayList<>();
        if (!name.intervalFields().isEmpty()) {
            String fields = name.intervalFields();
            int precision = fields.indexOf('(');
            modifiers.add(precision < 0 ? fields : fields.substring(0, precision));
            if (precision >= 0) {
                modifiers.add(fields.substring(precision + 1, fields.length() - 1));
            }
        }
        for (Expression modifier : name.modifiers()) {
            modifiers.add(text(modifier));
        }
        try {
            return type.parseModifiers(modifiers);
        } catch (SqlException e) {
            throw AnalysisErrors.at(e, name.position());
        }
    }

    private static String text(Expression modifier) {
        return switch (modifier) {
            case Expression.NumberLiteral number -> number.text();
            case Expression.StringLiteral string -> string.value();
            case Expression.ColumnRef column -> column.names().getLast();
            case Expression.Operator o when o.left() == null && o.name().equals("-") -> "-" + text(o.right());
            default ->
                throw AnalysisErrors.at(
                        AnalysisErrors.syntax("type modifiers must be simple constants or identifiers"),
                        modifier.position());
        };
    }
}
