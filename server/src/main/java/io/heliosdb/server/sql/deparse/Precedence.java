package io.heliosdb.server.sql.deparse;

import org.jspecify.annotations.Nullable;

/// Which expressions need no parentheses inside which others, for the pretty form. Careful as PostgreSQL is: they
/// go only where nobody could misread their absence.
final class Precedence {

    private Precedence() {}

    static boolean isSimple(Node node, @Nullable Node parent) {
        return switch (node) {
            case Node.Var v -> true;
            case Node.Const c -> true;
            case Node.Word w -> true;
            case Node.Call c -> true;
            case Node.Syntax s -> true;
            case Node.Case c -> true;
            case Node.Keyword k -> true;
            case Node.ArrayOf a -> true;
            case Node.Row r -> true;
            case Node.Subscript s -> true;
            case Node.Field f -> !(parent instanceof Node.Field);
            case Node.Cast c -> c.byFunction() || isSimple(c.operand(), c);
            case Node.Op o -> parent instanceof Node.Op p ? isWeaker(o, p) : isEnclosed(parent);
            case Node.Sublink s -> isEnclosed(parent);
            case Node.Test t -> isEnclosed(parent);
            case Node.Distinct d -> isEnclosed(parent);
            case Node.Bool b -> parent instanceof Node.Bool p ? isWeaker(b, p) : isEnclosed(parent);
            case Node.OverArray o -> false;
            case Node.RowCompare r -> false;
            case Node.Collate c -> false;
        };
    }

    /// Whether the parent has parentheses, brackets or keywords around its parts.
    private static boolean isEnclosed(@Nullable Node parent) {
        return switch (parent) {
            case null -> false;
            case Node.Call c -> true;
            case Node.Subscript s -> true;
            case Node.ArrayOf a -> true;
            case Node.Row r -> true;
            case Node.Keyword k -> true;
            case Node.Case c -> true;
            case Node.Bool b -> true;
            default -> false;
        };
    }

    private static boolean isWeaker(Node.Op child, Node.Op parent) {
        if (child.left() == null || parent.left() == null || child.operator().length() != 1) {
            return false;
        }
        if (parent.operator().length() != 1) {
            return false;
        }
        boolean childLow = "+-".contains(child.operator());
        boolean childHigh = "*/%".contains(child.operator());
        boolean parentLow = "+-".contains(parent.operator());
        boolean parentHigh = "*/%".contains(parent.operator());
        if (!(childLow || childHigh) || !(parentLow || parentHigh)) {
            return false;
        }
        if (childHigh && parentLow) {
            return true;
        }
        // Of equal operators only the left one can go without.
        return childLow == parentLow && parent.left() == child;
    }

    private static boolean isWeaker(Node.Bool child, Node.Bool parent) {
        return switch (child.logic()) {
            case NOT, AND -> parent.logic() != Node.Logic.NOT;
            case OR -> parent.logic() == Node.Logic.OR;
        };
    }
}
