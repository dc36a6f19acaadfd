package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.DefaultText;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.OidCounter;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.deparse.Deparser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `pg_depend`: what users' objects are made of. Nothing of it is stored; it is found in the definitions, those of
/// views and defaults included (PostgreSQL 15 manual, 53.18).
final class DependRows {

    private static final String NORMAL = "n";
    private static final String AUTOMATIC = "a";
    private static final String INTERNAL = "i";

    private final Scan scan;
    private final RowSink rows;
    private final Deparser deparser;
    private final Map<Integer, Address> types = new HashMap<>();

    /// An object: the catalog it is in, its oid, and the number of its column or 0.
    private record Address(int catalog, int oid, int column) {
        Address(int catalog, int oid) {
            this(catalog, oid, 0);
        }
    }

    private DependRows(Scan scan, RowSink rows) {
        this.scan = scan;
        this.rows = rows;
        this.deparser = scan.context().service(Deparser.class);
    }

    static Map<String, SystemRows> all() {
        return Map.of("pg_depend", (scan, rows) -> new DependRows(scan, rows).read());
    }

    private void read() {
        List<RelationDef> relations = scan.relations().stream()
                .filter(r -> r.oid() >= OidCounter.FIRST)
                .toList();
        nameTypes(relations);
        for (TypeDef definition : scan.catalog().typeDefs()) {
            type(definition);
        }
        for (CatalogObject.Routine routine : scan.catalog().routines()) {
            routine(routine);
        }
        for (RelationDef relation : relations) {
            relation(relation);
        }
    }

    private void nameTypes(List<RelationDef> relations) {
        for (TypeDef definition : scan.catalog().typeDefs()) {
            nameType(definition.oid());
        }
        for (RelationDef relation : relations) {
            nameType(Catalog.rowTypeOid(relation.oid()));
        }
    }

    // An array stands for its elements' type: whatever uses it cannot be without either.
    private void nameType(int oid) {
        types.put(oid, new Address(SystemCatalogs.TYPE, oid));
        types.put(oid + 1, new Address(SystemCatalogs.TYPE, oid + 1));
    }

    private void depend(Address object, Address on, String kind) {
        rows.row()
                .oid("classid", object.catalog())
                .oid("objid", object.oid())
                .set("objsubid", object.column())
                .oid("refclassid", on.catalog())
                .oid("refobjid", on.oid())
                .set("refobjsubid", on.column())
                .set("deptype", kind);
    }

    private void dependOnSchema(Address object, String schema) {
        int oid = scan.schemaOid(schema);
        if (oid >= OidCounter.FIRST) {
            depend(object, new Address(SystemCatalogs.NAMESPACE, oid), NORMAL);
        }
    }

    private void dependOnType(Address object, int type) {
        @Nullable Address address = types.get(type);
        if (address != null) {
            depend(object, address, NORMAL);
        }
    }

    private void dependOnAll(Address object, Iterable<Integer> oids) {
        for (int oid : oids) {
            if (oid >= OidCounter.FIRST && oid != object.oid()) {
                boolean routine = scan.catalog().routine(oid).isPresent();
                depend(object, new Address(routine ? SystemCatalogs.PROC : SystemCatalogs.CLASS, oid), NORMAL);
            }
        }
    }

    // What names columns of a relation needs the relation with them.
    private void dependOnColumns(Address rule, RelationDef.View view) {
        for (int oid : new TreeSet<>(deparser.objects(view, context()))) {
            Set<Integer> columns = new TreeSet<>(deparser.columns(view, oid, context()));
            if (oid < OidCounter.FIRST || columns.isEmpty()) {
                dependOnAll(rule, List.of(oid));
            } else {
                columns.forEach(column -> depend(rule, new Address(SystemCatalogs.CLASS, oid, column + 1), NORMAL));
            }
        }
    }

    private AnalysisContext context() {
        return AnalysisContext.of(scan.catalog(), scan.context());
    }

    private void expression(Address object, @Nullable String sql, @Nullable RelationDef row) {
        if (sql != null) {
            dependOnAll(object, deparser.traced(sql, row, context()).trace().objects());
        }
    }

    private void type(TypeDef definition) {
        Address self = new Address(SystemCatalogs.TYPE, definition.oid());
        dependOnSchema(self, definition.schema());
        depend(new Address(SystemCatalogs.TYPE, definition.arrayOid()), self, INTERNAL);
        switch (definition) {
            case TypeDef.Enumeration e -> {}
            case TypeDef.Domain domain -> {
                dependOnType(self, domain.baseType());
                for (ConstraintDef.Check check : domain.checks()) {
                    Address constraint = new Address(SystemCatalogs.CONSTRAINT, check.oid());
                    depend(constraint, self, AUTOMATIC);
                }
            }
            case TypeDef.Composite composite ->
                composite.attributes().forEach(attribute -> dependOnType(self, attribute.typeOid()));
        }
    }

    private void routine(CatalogObject.Routine routine) {
        Address self = new Address(SystemCatalogs.PROC, routine.oid());
        dependOnSchema(self, routine.schema());
        List<Integer> used = new ArrayList<>(routine.argumentTypes());
        used.add(routine.resultType());
        routine.resultColumns().forEach(column -> used.add(column.typeOid()));
        used.stream().distinct().forEach(oid -> dependOnType(self, oid));
    }

    private void relation(RelationDef relation) {
        Address self = new Address(SystemCatalogs.CLASS, relation.oid());
        dependOnSchema(self, relation.schema());
        for (TriggerDef trigger : relation.triggers().list()) {
            Address own = new Address(TriggerRows.PG_TRIGGER, trigger.oid());
            depend(own, self, AUTOMATIC);
            depend(own, new Address(SystemCatalogs.PROC, trigger.routine()), NORMAL);
        }
        Address row = new Address(SystemCatalogs.TYPE, Catalog.rowTypeOid(relation.oid()));
        switch (relation) {
            case RelationDef.Table table -> {
                depend(row, self, INTERNAL);
                table(table, self);
                table.query().ifPresent(query -> query(query, self));
            }
            case RelationDef.View view -> {
                depend(row, self, INTERNAL);
                query(view, self);
            }
            case RelationDef.Sequence sequence -> sequence(sequence, self);
            case RelationDef.Virtual v -> {}
        }
    }

    private void query(RelationDef.View view, Address self) {
        Address rule = new Address(SystemCatalogs.REWRITE, RuleRows.ruleOf(view.oid()));
        depend(rule, self, INTERNAL);
        depend(rule, self, NORMAL);
        dependOnColumns(rule, view);
    }

    private void sequence(RelationDef.Sequence sequence, Address self) {
        int owner = sequence.sequence().ownedByTable();
        if (owner == 0) {
            return;
        }
        boolean identity = scan.catalog()
                .table(owner)
                .map(t -> t.columns().get(sequence.sequence().ownedByColumn() - 1))
                .filter(c -> c.identity() != ColumnDef.Identity.NONE)
                .isPresent();
        Address column =
                new Address(SystemCatalogs.CLASS, owner, sequence.sequence().ownedByColumn());
        depend(self, column, identity ? INTERNAL : AUTOMATIC);
    }

    private void table(RelationDef.Table table, Address self) {
        for (ColumnDef column : ColumnRows.live(table)) {
            Address place = new Address(SystemCatalogs.CLASS, table.oid(), column.number());
            dependOnType(place, column.type().type().oid());
            if (ColumnRows.hasDefault(column)) {
                columnDefault(table, column, place);
            }
        }
        for (ConstraintDef constraint : table.constraints()) {
            constraint(table, constraint, self);
        }
        for (IndexDef index : table.indexes()) {
            index(table, index, self);
        }
    }

    private void columnDefault(RelationDef.Table table, ColumnDef column, Address place) {
        Address self = new Address(SystemCatalogs.ATTRDEF, ColumnRows.defaultOid(table.oid(), column.number()));
        depend(self, place, AUTOMATIC);
        String sql = String.valueOf(column.defaultSql());
        int sequence = DefaultText.sequenceOf(sql);
        if (sequence != 0) {
            depend(self, new Address(SystemCatalogs.CLASS, sequence), NORMAL);
        }
        expression(self, sql, column.generated() ? table : null);
    }

    private void constraint(RelationDef.Table table, ConstraintDef constraint, Address owner) {
        Address self = new Address(SystemCatalogs.CONSTRAINT, constraint.oid());
        switch (constraint) {
            case ConstraintDef.Check check -> {
                depend(self, owner, AUTOMATIC);
                expression(self, check.expressionSql(), table);
            }
            case ConstraintDef.Unique unique ->
                ConstraintRows.keyColumns(table, unique).forEach(column -> column(self, table, column));
            case ConstraintDef.ForeignKey key -> {
                key.columns().forEach(column -> column(self, table, column));
                key.referencedColumns()
                        .forEach(column -> depend(
                                self, new Address(SystemCatalogs.CLASS, key.referencedTable(), column + 1), NORMAL));
                depend(self, new Address(SystemCatalogs.CLASS, key.referencedIndex()), NORMAL);
            }
        }
    }

    private void column(Address object, RelationDef.Table table, int position) {
        depend(object, new Address(SystemCatalogs.CLASS, table.oid(), position + 1), AUTOMATIC);
    }

    private void index(RelationDef.Table table, IndexDef index, Address owner) {
        Address self = new Address(SystemCatalogs.CLASS, index.oid());
        for (ConstraintDef constraint : table.constraints()) {
            if (constraint instanceof ConstraintDef.Unique unique && unique.indexOid() == index.oid()) {
                depend(self, new Address(SystemCatalogs.CONSTRAINT, constraint.oid()), INTERNAL);
                return;
            }
        }
        boolean plain = false;
        for (IndexDef.Part part : index.parts()) {
            if (part.column() >= 0) {
                column(self, table, part.column());
                plain = true;
            }
            expression(self, part.expressionSql(), table);
        }
        if (!plain) {
            depend(self, owner, AUTOMATIC);
        }
        expression(self, index.predicateSql(), table);
    }
}
