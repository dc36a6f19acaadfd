package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SequenceDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.DomainType;
import io.heliosdb.server.sql.type.Type;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The views of `information_schema` about columns: what they are, what types and domains they use, and which
/// others they are computed from.
final class InformationColumns {

    private InformationColumns() {}

    static Map<String, SystemRows> all() {
        return Map.of(
                "columns", InformationColumns::columns,
                "column_udt_usage", InformationColumns::types,
                "column_domain_usage", InformationColumns::domains,
                "column_column_usage", InformationColumns::sources);
    }

    @FunctionalInterface
    interface ForColumn {
        void accept(RelationDef relation, ColumnDef column);
    }

    /// Every column, of what the standard takes for a table, that the reader has some privilege on.
    static void each(Scan scan, ForColumn action) {
        Visible visible = new Visible(scan.rights());
        for (RelationDef relation : scan.relations()) {
            if (!(relation instanceof RelationDef.Sequence)) {
                ColumnRows.live(relation).stream()
                        .filter(column -> visible.column(relation, column.number()))
                        .forEach(column -> action.accept(relation, column));
            }
        }
    }

    private static RowSink.Row head(Scan scan, RowSink rows, RelationDef relation, ColumnDef column) {
        return rows.row()
                .set("table_catalog", scan.context().database())
                .set("table_schema", relation.schema())
                .set("table_name", relation.name())
                .set("column_name", column.name());
    }

    private static void columns(Scan scan, RowSink rows) {
        Map<Integer, Map<Integer, SequenceDef>> identities = identities(scan);
        TypeFigures types = new TypeFigures(scan);
        each(scan, (relation, column) -> {
            String value = ColumnRows.hasDefault(column) ? shown(scan, relation, column) : null;
            boolean identity = column.identity() != ColumnDef.Identity.NONE;
            RowSink.Row row = head(scan, rows, relation, column)
                    .set("ordinal_position", column.number())
                    .set("column_default", column.generated() ? null : value)
                    .set("is_nullable", InformationSchema.yes(!isNotNull(scan, column)))
                    .set("dtd_identifier", Integer.toString(column.number()))
                    .set("is_self_referencing", "NO")
                    .set("is_identity", InformationSchema.yes(identity))
                    .set("identity_cycle", "NO")
                    .set("is_generated", column.generated() ? "ALWAYS" : "NEVER")
                    .set("generation_expression", column.generated() ? value : null)
                    .set("is_updatable", InformationSchema.yes(relation instanceof RelationDef.Table));
            DataType plain = TypeFigures.withoutDomain(column.type());
            types.name(row, plain.type(), "udt");
            types.figures(row, plain);
            if (column.type().type() instanceof DomainType domain) {
                domain(scan, row, types, domain);
            }
            if (identity) {
                row.set("identity_generation", column.identity().name().replace('_', ' '));
                identity(row, identities.getOrDefault(relation.oid(), Map.of()).get(column.number()));
            }
        });
    }

    private static @Nullable String shown(Scan scan, RelationDef relation, ColumnDef column) {
        return column.defaultSql() == null
                ? null
                : Definitions.plain(scan).expression(column.defaultSql(), column.generated() ? relation : null);
    }

    private static boolean isNotNull(Scan scan, ColumnDef column) {
        return column.notNull()
                || scan.catalog().typeDef(column.type().type().oid()).orElse(null) instanceof TypeDef.Domain domain
                        && domain.notNull();
    }

    private static void domain(Scan scan, RowSink.Row row, TypeFigures types, Type domain) {
        row.set("domain_catalog", scan.context().database())
                .set("domain_schema", types.schema(domain))
                .set("domain_name", domain.name());
    }

    /// Sequences by the table and the column that own them.
    private static Map<Integer, Map<Integer, SequenceDef>> identities(Scan scan) {
        Map<Integer, Map<Integer, SequenceDef>> found = new HashMap<>();
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Sequence s && s.sequence().ownedByTable() != 0) {
                found.computeIfAbsent(s.sequence().ownedByTable(), table -> new HashMap<>())
                        .put(s.sequence().ownedByColumn(), s.sequence());
            }
        }
        return found;
    }

    private static void identity(RowSink.Row row, @Nullable SequenceDef sequence) {
        if (sequence != null) {
            row.set("identity_start", Long.toString(sequence.start()))
                    .set("identity_increment", Long.toString(sequence.increment()))
                    .set("identity_maximum", Long.toString(sequence.max()))
                    .set("identity_minimum", Long.toString(sequence.min()))
                    .set("identity_cycle", InformationSchema.yes(sequence.cycle()));
        }
    }

    private static void types(Scan scan, RowSink rows) {
        TypeFigures types = new TypeFigures(scan);
        each(scan, (relation, column) -> {
            Type type = TypeFigures.withoutDomain(column.type()).type();
            head(scan, rows, relation, column)
                    .set("udt_catalog", scan.context().database())
                    .set("udt_schema", types.schema(type))
                    .set("udt_name", type.name());
        });
    }

    private static void domains(Scan scan, RowSink rows) {
        TypeFigures types = new TypeFigures(scan);
        each(scan, (relation, column) -> {
            if (column.type().type() instanceof DomainType domain) {
                domain(scan, head(scan, rows, relation, column), types, domain);
            }
        });
    }

    private static void sources(Scan scan, RowSink rows) {
        each(scan, (relation, column) -> {
            if (column.generated() && column.defaultSql() != null) {
                Definitions.plain(scan).columns(column.defaultSql(), relation).stream()
                        .map(relation.columns()::get)
                        .forEach(source -> head(scan, rows, relation, source).set("dependent_column", column.name()));
            }
        });
    }
}
