package io.heliosdb.server.sql.function;

import io.heliosdb.server.sql.type.Tsv;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The operators of an engine: those of PostgreSQL 15 whose functions are there. Immutable.
public final class OperatorRegistry {

    private static final String EQUAL_STRATEGY = "3";

    private final Map<String, List<OperatorDef>> binary = new HashMap<>();
    private final Map<String, List<OperatorDef>> prefix = new HashMap<>();
    private final Map<Integer, OperatorDef> byOid = new HashMap<>();

    private OperatorRegistry() {}

    /// The operators that these functions implement.
    public static OperatorRegistry of(FunctionRegistry functions) {
        OperatorRegistry registry = new OperatorRegistry();
        List<List<String>> rows =
                Tsv.read(OperatorRegistry.class, "pg_operator.tsv").toList();
        // "Not equal" is in no B-tree family; it is the negator of an equality that is.
        Set<String> unequal = new HashSet<>();
        for (List<String> row : rows) {
            if (row.get(13).equals(EQUAL_STRATEGY)) {
                unequal.add(row.get(12));
            }
        }
        for (List<String> row : rows) {
            functions
                    .byOid(Integer.parseInt(row.get(10)))
                    .ifPresent(function -> registry.add(definition(row, function, unequal)));
        }
        return registry;
    }

    private static OperatorDef definition(List<String> row, FunctionDef function, Set<String> unequal) {
        return new OperatorDef(
                Integer.parseInt(row.get(0)),
                row.get(1),
                row.get(5).equals("0") ? null : type(row.get(5)),
                type(row.get(6)),
                type(row.get(7)),
                function,
                unequal.contains(row.get(0)) ? OperatorDef.Meaning.NOT_EQUAL : meaning(row.get(13)),
                emptyToNull(row.get(8)),
                emptyToNull(row.get(9)));
    }

    private static OperatorDef.Meaning meaning(String strategy) {
        return switch (strategy) {
            case "1" -> OperatorDef.Meaning.LESS;
            case "2" -> OperatorDef.Meaning.LESS_OR_EQUAL;
            case "3" -> OperatorDef.Meaning.EQUAL;
            case "4" -> OperatorDef.Meaning.GREATER_OR_EQUAL;
            case "5" -> OperatorDef.Meaning.GREATER;
            default -> OperatorDef.Meaning.OTHER;
        };
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Type type(String oid) {
        return Types.byOid(Integer.parseInt(oid))
                .orElseThrow(() -> new IllegalStateException("pg_operator.tsv names an unknown type " + oid));
    }

    private void add(OperatorDef operator) {
        Map<String, List<OperatorDef>> map = operator.left() == null ? prefix : binary;
        map.computeIfAbsent(operator.name(), name -> new ArrayList<>()).add(operator);
        byOid.put(operator.oid(), operator);
    }

    /// Operators with two operands; empty when there is none of the name.
    public List<OperatorDef> binary(String name) {
        return Collections.unmodifiableList(binary.getOrDefault(name, List.of()));
    }

    /// Operators before one operand.
    public List<OperatorDef> prefix(String name) {
        return Collections.unmodifiableList(prefix.getOrDefault(name, List.of()));
    }

    public Optional<OperatorDef> byOid(int oid) {
        return Optional.ofNullable(byOid.get(oid));
    }

    /// The operator with exactly these operand types.
    public Optional<OperatorDef> exact(String name, Type left, Type right) {
        return binary(name).stream()
                .filter(operator -> left.equals(operator.left()) && right.equals(operator.right()))
                .findFirst();
    }

    /// All operators, in no order.
    public Collection<OperatorDef> all() {
        return Collections.unmodifiableCollection(byOid.values());
    }
}
