package io.heliosdb.server.sql.plpgsql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement of a body, with the line it begins on (the body's first line is 1).
public sealed interface PlNode {

    int line();

    /// What an error's context calls it.
    default String title() {
        return "SQL statement";
    }

    /// A block; its variables get their defaults whenever it is entered.
    ///
    /// @param label empty without one
    record Block(int line, String label, List<PlVariable> declared, List<PlNode> body, List<Handler> handlers)
            implements PlNode {
        @Override
        public String title() {
            return "statement block";
        }
    }

    /// `WHEN … THEN …` behind EXCEPTION.
    ///
    /// @param conditions SQLSTATEs; `others`
    record Handler(List<String> conditions, int stateSlot, int messageSlot, List<PlNode> body) {}

    /// A variable, or a part of one.
    ///
    /// @param path what follows the name, such as `.field` or `[1]`; empty for all of it
    /// @param assignment how the part gets what is in `valueSlot`; null for all of it
    record Target(
            PlVariable variable, String path, @Nullable PlSql assignment, int valueSlot) {
        static Target of(PlVariable variable) {
            return new Target(variable, "", null, 0);
        }
    }

    /// @param value an expression; for a part, an assignment
    record Assign(int line, Target target, PlSql value) implements PlNode {
        @Override
        public String title() {
            return "assignment";
        }
    }

    record Branch(PlSql condition, List<PlNode> body) {}

    record If(int line, List<Branch> branches, List<PlNode> otherwise) implements PlNode {
        @Override
        public String title() {
            return "IF";
        }
    }

    /// @param operand null for conditions; else what is compared is in `slot`
    /// @param otherwise null without ELSE
    record Case(
            int line,
            @Nullable PlSql operand,
            int slot,
            List<Branch> branches,
            @Nullable List<PlNode> otherwise) implements PlNode {
        @Override
        public String title() {
            return "CASE";
        }
    }

    /// @param condition null for LOOP
    record Loop(int line, String label, @Nullable PlSql condition, List<PlNode> body) implements PlNode {
        @Override
        public String title() {
            return condition == null ? "LOOP" : "WHILE";
        }
    }

    /// @param step null for 1
    record ForRange(int line, String label, PlVariable variable, Range range, List<PlNode> body) implements PlNode {
        @Override
        public String title() {
            return "FOR with integer loop variable";
        }
    }

    record Range(PlSql from, PlSql to, @Nullable PlSql step, boolean reverse) {}

    record ForQuery(int line, String label, List<Target> into, Source source, List<PlNode> body) implements PlNode {
        @Override
        public String title() {
            return switch (source) {
                case Source.Static s -> "FOR over SELECT rows";
                case Source.Dynamic d -> "FOR over EXECUTE statement";
                case Source.OfCursor c -> "FOR over cursor";
            };
        }
    }

    /// @param slice 0 for elements
    record ForEach(int line, String label, List<Target> into, int slice, PlSql array, List<PlNode> body)
            implements PlNode {
        @Override
        public String title() {
            return "FOREACH over array";
        }
    }

    /// Where rows come from.
    sealed interface Source {
        record Static(PlSql query) implements Source {}

        record Dynamic(PlSql text, List<PlSql> using) implements Source {}

        /// A cursor variable with the arguments for a bound one.
        record OfCursor(PlVariable variable, List<PlSql> arguments) implements Source {}
    }

    /// @param label empty for the innermost loop
    record Exit(
            int line,
            boolean goesOn,
            String label,
            @Nullable PlSql when) implements PlNode {
        @Override
        public String title() {
            return goesOn ? "CONTINUE" : "EXIT";
        }
    }

    record Return(int line, @Nullable PlSql value) implements PlNode {
        @Override
        public String title() {
            return "RETURN";
        }
    }

    record ReturnNext(int line, @Nullable PlSql value) implements PlNode {
        @Override
        public String title() {
            return "RETURN NEXT";
        }
    }

    record ReturnQuery(int line, Source source) implements PlNode {
        @Override
        public String title() {
            return "RETURN QUERY";
        }
    }

    /// @param level empty to raise again what is being handled
    /// @param format null without a message
    /// @param condition an SQLSTATE; null without
    /// @param options by name in lower case
    record Raise(
            int line,
            String level,
            @Nullable String format,
            List<PlSql> arguments,
            @Nullable String condition,
            List<Option> options)
            implements PlNode {
        @Override
        public String title() {
            return "RAISE";
        }
    }

    record Option(String name, PlSql value) {}

    record Assert(int line, PlSql condition, @Nullable PlSql message) implements PlNode {
        @Override
        public String title() {
            return "ASSERT";
        }
    }

    /// @param into empty without INTO
    record Sql(int line, PlSql statement, boolean perform, boolean strict, List<Target> into) implements PlNode {
        @Override
        public String title() {
            return perform ? "PERFORM" : "SQL statement";
        }
    }

    record Execute(int line, PlSql text, boolean strict, List<Target> into, List<PlSql> using) implements PlNode {
        @Override
        public String title() {
            return "EXECUTE";
        }
    }

    /// @param stacked whether about the error that is being handled
    record GetDiagnostics(int line, boolean stacked, List<Item> items) implements PlNode {
        @Override
        public String title() {
            return stacked ? "GET STACKED DIAGNOSTICS" : "GET DIAGNOSTICS";
        }
    }

    record Item(Target target, String what) {}

    /// @param source null to open a bound cursor
    record Open(int line, PlVariable cursor, @Nullable Source source, List<PlSql> arguments) implements PlNode {
        @Override
        public String title() {
            return "OPEN";
        }
    }

    /// @param direction as FETCH has it: `next`, `prior`, `first`, `last`, `absolute`, `relative`, `forward`,
    /// `backward`
    /// @param into null for MOVE
    record Fetch(
            int line,
            PlVariable cursor,
            String direction,
            @Nullable PlSql count,
            @Nullable List<Target> into) implements PlNode {
        @Override
        public String title() {
            return into == null ? "MOVE" : "FETCH";
        }
    }

    record Close(int line, PlVariable cursor) implements PlNode {
        @Override
        public String title() {
            return "CLOSE";
        }
    }

    record Nothing(int line) implements PlNode {}

    /// COMMIT or ROLLBACK.
    record End(int line, boolean commits) implements PlNode {
        @Override
        public String title() {
            return commits ? "COMMIT" : "ROLLBACK";
        }
    }
}
