package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.exec.CommonTables;
import io.heliosdb.server.sql.exec.CommonTables.Definition;
import io.heliosdb.server.sql.exec.Compiled;
import io.heliosdb.server.sql.exec.Keys;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Plans WITH: the tables' own plans and the scans that read them.
final class CommonTablePlanner {

    private record Working(String name, int state) {}

    private final Translator translator;
    private final Map<Integer, Definition> definitions = new HashMap<>();
    private final Map<Integer, Working> working = new HashMap<>();
    private final Set<Integer> unstable = new HashSet<>();

    CommonTablePlanner(Translator translator) {
        this.translator = translator;
    }

    /// Whether any of these tables has other rows each time it is read.
    boolean anyUnstable(Set<Integer> tables) {
        return tables.stream().anyMatch(unstable::contains);
    }

    List<Definition> define(List<Query.CommonTable> tables) {
        List<Definition> made = new ArrayList<>();
        for (Query.CommonTable table : tables) {
            int slot = translator.layout().newSlot();
            int state = translator.layout().newState();
            boolean eager = table.body() instanceof Query.CommonTable.Body.OfChange;
            if (translator.isCorrelated()) {
                unstable.add(table.id());
            }
            PlanNode plan =
                    switch (table.body()) {
                        case Query.CommonTable.Body.OfQuery(Query query) -> translator.query(query, slot);
                        case Query.CommonTable.Body.OfChange(DataChange change) ->
                            new ChangePlanner(translator).plan(change, slot);
                        case Query.CommonTable.Body.Recursive body -> recursive(table, body, slot);
                    };
            Definition definition = new Definition(table.name(), plan, slot, state, eager);
            definitions.put(table.id(), definition);
            made.add(definition);
        }
        return made;
    }

    private PlanNode recursive(Query.CommonTable table, Query.CommonTable.Body.Recursive body, int slot) {
        int state = translator.layout().newState();
        PlanNode base = translator.query(body.base(), slot);
        working.put(table.id(), new Working(table.name(), state));
        unstable.add(table.id());
        translator.enterCorrelated();
        PlanNode step;
        try {
            step = translator.query(body.step(), slot);
        } finally {
            translator.leaveCorrelated();
            working.remove(table.id());
            if (!translator.isCorrelated()) {
                unstable.remove(table.id());
            }
        }
        List<Type> types = Translator.types(body.base().columns());
        int[] columns = IntStream.range(0, types.size()).toArray();
        return new CommonTables.Recursive(base, step, slot, state, columns, body.all() ? null : new Keys(types));
    }

    /// How many rows reading a table gives, as far as that is known.
    double rows(int table, double unknown) {
        Definition definition = definitions.get(table);
        return definition == null ? unknown : definition.plan().rows();
    }

    PlanNode scan(FromItem.CommonTableScan scan, @Nullable Compiled filter) {
        translator.layout().name(scan.relation(), scan.alias());
        int slot = translator.layout().slot(scan.relation());
        Working current = working.get(scan.commonTable());
        if (current != null) {
            return new CommonTables.WorkTableScan(current.name, current.state, slot, filter);
        }
        Definition definition = definitions.get(scan.commonTable());
        if (definition == null) {
            throw new IllegalArgumentException("common table " + scan.commonTable() + " is not defined");
        }
        return new CommonTables.Scan(definition, scan.alias(), slot, filter);
    }
}
