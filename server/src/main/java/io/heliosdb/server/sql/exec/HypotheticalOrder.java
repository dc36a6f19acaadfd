package io.heliosdb.server.sql.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a row compares with the hypothetical row of an aggregate such as `rank(3) WITHIN GROUP (ORDER BY x)`: -1
/// when it comes before that one in the aggregate's order, 0 beside it, 1 after it.
public final class HypotheticalOrder extends Eval {

    private final Eval[] hypothetical;
    private final Eval[] row;
    private final List<SortKeySpec> order;

    public HypotheticalOrder(List<Eval> hypothetical, List<Eval> row, List<SortKeySpec> order) {
        this.hypothetical = hypothetical.toArray(Eval[]::new);
        this.row = row.toArray(Eval[]::new);
        this.order = order;
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        for (int i = 0; i < row.length; i++) {
            int comparison = order.get(i).compare(row[i].eval(frame), hypothetical[i].eval(frame));
            if (comparison != 0) {
                return comparison < 0 ? -1 : 1;
            }
        }
        return 0;
    }
}
