package io.heliosdb.server.sql.algebra;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/// An item of FROM that is read as it is: a table, or something that is planned by itself. Its fields are those
/// columns of it that the query reads.
final class Leaf extends AbstractRelNode {

    private final FromItem item;
    private final int relation;
    private final List<Expr.Column> columns;
    private final double rows;

    Leaf(RelOptCluster cluster, FromItem item, int relation, List<Expr.Column> columns, double rows) {
        super(cluster, cluster.traitSetOf(Convention.NONE));
        this.item = item;
        this.relation = relation;
        this.columns = List.copyOf(columns);
        this.rows = rows;
    }

    FromItem item() {
        return item;
    }

    List<Expr.Column> columns() {
        return columns;
    }

    @Override
    protected RelDataType deriveRowType() {
        RelDataType opaque = FieldTypes.opaque(getCluster().getTypeFactory());
        RelDataType truth = FieldTypes.truth(getCluster().getTypeFactory());
        var fields = getCluster().getTypeFactory().builder();
        for (Expr.Column column : columns) {
            fields.add("c" + column.column(), FieldTypes.isTruth(column) ? truth : opaque);
        }
        return fields.uniquify().build();
    }

    @Override
    public double estimateRowCount(RelMetadataQuery mq) {
        return rows;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("relation", relation);
    }
}
