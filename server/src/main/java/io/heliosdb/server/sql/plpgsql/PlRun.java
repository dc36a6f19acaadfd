package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run of a body. Used by one thread, once.
///
/// Its answer is left in {@link #result()}, or row by row in what the caller gave to take them.
public final class PlRun {

    private final PlHost host;
    private final PlFrame frame;
    private final String signature;
    private final PlResult result;
    private final PlRows rows;
    private final PlLoops loops;
    private long rowCount;
    private String leaving = "";
    private @Nullable SqlException handled;
    private @Nullable SqlException located;

    /// How a statement ends.
    enum Outcome {
        NEXT,
        RETURN,
        EXIT,
        CONTINUE
    }

    /// @param signature as errors name the function
    public PlRun(PlHost host, PlCode code, String signature, PlResult.Wanted wanted) {
        this.host = host;
        this.frame = new PlFrame(code);
        this.signature = signature;
        this.result = new PlResult(host, frame, wanted);
        this.rows = new PlRows(host, frame, this);
        this.loops = new PlLoops(this, host, frame);
    }

    /// To fill in what the caller gives.
    public PlFrame frame() {
        return frame;
    }

    /// Runs the body.
    ///
    /// @return the value, in the wanted type; for a set nothing
    /// @throws SqlException what the body raised or did not handle
    public @Nullable Object run() {
        try {
            PlVariable found = frame.code().found();
            frame.set(found.slot(), DataType.of(Types.BOOL), false);
            Outcome outcome = statement(frame.code().block());
            if (outcome == Outcome.EXIT || outcome == Outcome.CONTINUE) {
                throw PlErrors.syntax(
                        (outcome == Outcome.EXIT ? "EXIT" : "CONTINUE") + " cannot be used outside a loop");
            }
            return result.finish(outcome == Outcome.RETURN);
        } catch (SqlException e) {
            throw located(e, "");
        } finally {
            rows.close();
        }
    }

    PlRows rows() {
        return rows;
    }

    PlResult result() {
        return result;
    }

    void setFound(boolean found) {
        frame.set(frame.code().found(), found);
    }

    void setRowCount(long count) {
        rowCount = count;
    }

    // Only where an error comes from is told, not each block around it.
    @SuppressWarnings("ReferenceEquality") // the very same error on its way out
    private SqlException located(SqlException e, String place) {
        if (e == located) {
            return e;
        }
        String around = e.fields().where();
        String here = where(place);
        located = e.with(e.fields().withPosition(0).withWhere(around == null ? here : around + "\n" + here));
        return located;
    }

    private String where(String place) {
        return "PL/pgSQL function " + signature + place;
    }

    Outcome statements(List<PlNode> nodes) {
        for (PlNode node : nodes) {
            Outcome outcome = statement(node);
            if (outcome != Outcome.NEXT) {
                return outcome;
            }
        }
        return Outcome.NEXT;
    }

    private Outcome statement(PlNode node) {
        host.checkCancelled();
        try {
            return dispatch(node);
        } catch (SqlException e) {
            throw located(e, " line " + node.line() + " at " + node.title());
        }
    }

    private Outcome dispatch(PlNode node) {
        return switch (node) {
            case PlNode.Block block -> block(block);
            case PlNode.If choice -> ifStatement(choice);
            case PlNode.Case choice -> caseStatement(choice);
            case PlNode.Loop loop -> loops.loop(loop);
            case PlNode.ForRange loop -> loops.range(loop);
            case PlNode.ForQuery loop -> loops.query(loop);
            case PlNode.ForEach loop -> loops.forEach(loop);
            case PlNode.Exit exit -> exit(exit);
            case PlNode.Return value -> {
                result.set(value.value());
                yield Outcome.RETURN;
            }
            default -> {
                simple(node);
                yield Outcome.NEXT;
            }
        };
    }

    private void simple(PlNode node) {
        switch (node) {
            case PlNode.Assign assign -> assign(assign);
            case PlNode.ReturnNext next -> result.add(next.value());
            case PlNode.ReturnQuery query -> {
                rowCount = result.addAll(rows.open(query.source()));
                setFound(rowCount > 0);
            }
            case PlNode.Raise raise -> raise(raise);
            case PlNode.Assert claim -> check(claim);
            case PlNode.Sql sql -> rows.sql(sql);
            case PlNode.Execute execute -> rows.execute(execute);
            case PlNode.GetDiagnostics get -> diagnostics(get);
            case PlNode.Open open -> rows.cursors().open(open);
            case PlNode.Fetch fetch -> rows.cursors().fetch(fetch);
            case PlNode.Close close -> rows.cursors().close(close.cursor());
            case PlNode.End end ->
                throw new SqlException(SqlState.INVALID_TRANSACTION_TERMINATION, "invalid transaction termination");
            default -> {
                // NULL does nothing.
            }
        }
    }

    private void assign(PlNode.Assign node) {
        PlVariable variable = node.target().variable();
        if (!node.target().path().isEmpty()) {
            rows.checkAssigned(variable);
            rows.setPart(variable, node.value());
            return;
        }
        if (variable.type() instanceof PlVariable.Declared.AnyRow) {
            rows.setRecord(variable, host.value(node.value(), null, frame));
        } else {
            frame.set(
                    variable,
                    host.value(node.value(), frame.type(variable.slot()), frame).value());
        }
    }

    boolean isTrue(PlSql condition) {
        return Boolean.TRUE.equals(
                host.value(condition, DataType.of(Types.BOOL), frame).value());
    }

    private Outcome ifStatement(PlNode.If node) {
        for (PlNode.Branch branch : node.branches()) {
            if (isTrue(branch.condition())) {
                return statements(branch.body());
            }
        }
        return statements(node.otherwise());
    }

    private Outcome caseStatement(PlNode.Case node) {
        PlSql operand = node.operand();
        if (operand != null) {
            PlHost.Typed value = host.value(operand, null, frame);
            frame.set(node.slot(), value.type(), value.value());
        }
        for (PlNode.Branch branch : node.branches()) {
            if (isTrue(branch.condition())) {
                return statements(branch.body());
            }
        }
        List<PlNode> otherwise = node.otherwise();
        if (otherwise == null) {
            throw new SqlException(SqlState.CASE_NOT_FOUND, "case not found")
                    .withHint("CASE statement is missing ELSE part.");
        }
        return statements(otherwise);
    }

    private Outcome exit(PlNode.Exit node) {
        PlSql when = node.when();
        if (when != null && !isTrue(when)) {
            return Outcome.NEXT;
        }
        leaving = node.label();
        return node.goesOn() ? Outcome.CONTINUE : Outcome.EXIT;
    }

    /// Whether EXIT or CONTINUE is about the loop or block with this label.
    boolean isMeant(String label, boolean loop) {
        return leaving.isEmpty() ? loop : leaving.equals(label);
    }

    private Outcome block(PlNode.Block block) {
        Outcome outcome = block.handlers().isEmpty() ? plain(block) : guarded(block);
        boolean left = outcome == Outcome.EXIT && !block.label().isEmpty() && isMeant(block.label(), false);
        return left ? Outcome.NEXT : outcome;
    }

    private Outcome plain(PlNode.Block block) {
        for (PlVariable variable : block.declared()) {
            try {
                declare(variable);
            } catch (SqlException e) {
                throw located(e, " line " + block.line() + " during statement block local variable initialization");
            }
        }
        return statements(block.body());
    }

    private void declare(PlVariable variable) {
        int slot = variable.slot();
        frame.set(slot, host.type(variable.type(), frame), null);
        PlSql initial = variable.initial();
        if (initial == null) {
            return;
        }
        if (variable.type() instanceof PlVariable.Declared.AnyRow) {
            rows.setRecord(variable, host.value(initial, null, frame));
        } else {
            frame.set(variable, host.value(initial, frame.type(slot), frame).value());
        }
    }

    private Outcome guarded(PlNode.Block block) {
        Object mark = host.mark();
        SqlException error;
        try {
            Outcome outcome = plain(block);
            host.release(mark);
            return outcome;
        } catch (SqlException e) {
            error = located(e, "");
        } catch (StackOverflowError e) {
            error = new SqlException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded", e);
        }
        host.rollbackTo(mark);
        host.release(mark);
        PlNode.Handler handler = handler(block, error);
        if (handler == null) {
            throw error;
        }
        SqlException around = handled;
        handled = error;
        try {
            DataType text = DataType.of(Types.TEXT);
            frame.set(handler.stateSlot(), text, error.code());
            frame.set(handler.messageSlot(), text, error.message());
            return statements(handler.body());
        } finally {
            handled = around;
        }
    }

    private static PlNode.@Nullable Handler handler(PlNode.Block block, SqlException error) {
        String code = error.code();
        for (PlNode.Handler handler : block.handlers()) {
            for (String condition : handler.conditions()) {
                boolean others = condition.equals("others")
                        && !code.equals(SqlState.QUERY_CANCELED.code())
                        && !code.equals(SqlState.ASSERT_FAILURE.code());
                boolean wholeClass = condition.endsWith("000") && code.startsWith(condition.substring(0, 2));
                if (others || wholeClass || condition.equals(code)) {
                    return handler;
                }
            }
        }
        return null;
    }

    private void raise(PlNode.Raise node) {
        if (!node.level().isEmpty()) {
            new PlRaise(host, frame).run(node, where(" line " + node.line() + " at RAISE"));
            return;
        }
        SqlException error = handled;
        if (error == null) {
            throw new SqlException(
                    SqlState.STACKED_DIAGNOSTICS_ACCESSED_WITHOUT_ACTIVE_HANDLER,
                    "RAISE without parameters cannot be used outside an exception handler");
        }
        located = error;
        throw error;
    }

    private void check(PlNode.Assert node) {
        if (isTrue(node.condition())) {
            return;
        }
        PlSql message = node.message();
        Object text = message == null
                ? null
                : host.value(message, DataType.of(Types.TEXT), frame).value();
        throw SqlException.raised(
                SqlState.ASSERT_FAILURE.code(), text == null ? "assertion failed" : text.toString(), ErrorFields.NONE);
    }

    private void diagnostics(PlNode.GetDiagnostics node) {
        SqlException error = handled;
        if (node.stacked() && error == null) {
            throw new SqlException(
                    SqlState.STACKED_DIAGNOSTICS_ACCESSED_WITHOUT_ACTIVE_HANDLER,
                    "GET STACKED DIAGNOSTICS cannot be used outside an exception handler");
        }
        for (PlNode.Item item : node.items()) {
            PlHost.Typed value;
            if (error != null && node.stacked()) {
                value = new PlHost.Typed(DataType.of(Types.TEXT), PlDiagnostics.stacked(error, item.what()));
            } else if (item.what().equals("row_count")) {
                value = new PlHost.Typed(DataType.of(Types.INT8), rowCount);
            } else {
                String where = where(" line " + node.line() + " at " + node.title());
                value = new PlHost.Typed(DataType.of(Types.TEXT), where);
            }
            rows.set(item.target(), value);
        }
    }
}
