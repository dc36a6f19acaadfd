package io.heliosdb.server.sql.parse;

import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Bound;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.SequenceOptions;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.TypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the options of sequences and identity columns (PostgreSQL 15 manual, CREATE SEQUENCE).
final class SequenceParser {

    private final TokenCursor cursor;
    private final TypeNameParser types;

    SequenceParser(TokenCursor cursor, TypeNameParser types) {
        this.cursor = cursor;
        this.types = types;
    }

    SequenceOptions options() {
        Builder builder = new Builder();
        while (option(builder)) {
            // Each call takes one option.
        }
        return builder.build();
    }

    /// Options of ALTER COLUMN, each but RESTART behind SET.
    SequenceOptions prefixedOptions() {
        Builder builder = new Builder();
        while (cursor.isWord("restart") || cursor.accept("set")) {
            if (!option(builder)) {
                throw cursor.syntaxError();
            }
        }
        return builder.build();
    }

    private boolean option(Builder to) {
        if (cursor.accept("as")) {
            to.type = types.simple();
        } else if (cursor.accept("start")) {
            cursor.accept("with");
            to.start = cursor.signedInteger();
        } else if (cursor.accept("increment")) {
            cursor.accept("by");
            to.increment = cursor.signedInteger();
        } else if (cursor.accept("minvalue")) {
            to.min = new Bound(cursor.signedInteger());
        } else if (cursor.accept("maxvalue")) {
            to.max = new Bound(cursor.signedInteger());
        } else if (cursor.accept("cache")) {
            to.cache = cursor.signedInteger();
        } else if (cursor.accept("cycle")) {
            to.cycle = true;
        } else if (cursor.accept("restart")) {
            cursor.accept("with");
            boolean valued = cursor.token().kind() == Token.Kind.INTEGER || cursor.isSign("-") || cursor.isSign("+");
            to.restart = new Bound(valued ? cursor.signedInteger() : null);
        } else if (cursor.acceptWords("owned", "by")) {
            to.ownedBy = cursor.accept("none")
                    ? new QualifiedName(List.of("none"), cursor.position())
                    : cursor.qualifiedName();
        } else if (cursor.acceptWords("sequence", "name")) {
            cursor.qualifiedName();
        } else if (cursor.acceptWords("no", "minvalue")) {
            to.min = new Bound(null);
        } else if (cursor.acceptWords("no", "maxvalue")) {
            to.max = new Bound(null);
        } else if (cursor.acceptWords("no", "cycle")) {
            to.cycle = false;
        } else {
            return false;
        }
        return true;
    }

    private static final class Builder {
        private @Nullable TypeName type;
        private @Nullable Long start;
        private @Nullable Long increment;
        private @Nullable Bound min;
        private @Nullable Bound max;
        private @Nullable Long cache;
        private @Nullable Boolean cycle;
        private @Nullable Bound restart;
        private @Nullable QualifiedName ownedBy;

        SequenceOptions build() {
            return new SequenceOptions(type, start, increment, min, max, cache, cycle, restart, ownedBy);
        }
    }
}
