package io.heliosdb.server.sql.function.builtin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A template such as `YYYY-MM-DD HH24:MI` taken apart (PostgreSQL 18 manual, 9.8).
record DateTimeTemplate(List<Node> nodes) {

    /// A piece of a template.
    sealed interface Node {}

    /// A pattern with its modifiers.
    ///
    /// @param fill whether `FM` takes padding away
    /// @param ordinal the ending after a number: `TH`, `th` or null
    record Field(
            DateTimePattern.Match match,
            boolean fill,
            @Nullable String ordinal) implements Node {
        DateTimePattern pattern() {
            return match.pattern();
        }
    }

    /// A white-space character.
    record Space(int character) implements Node {}

    /// A character that is neither letter, digit nor space.
    record Separator(int character) implements Node {}

    /// Any other character, or one in quotes.
    record Literal(int character) implements Node {}

    DateTimeTemplate {
        nodes = List.copyOf(nodes);
    }

    static DateTimeTemplate parse(String text) {
        return new DateTimeTemplate(new Parser(text).parse());
    }

    static boolean isSeparator(int c) {
        return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
    }

    static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /// Whether a number at a node ends by itself, so that it need not have a fixed width.
    boolean endsNumber(int index) {
        if (nodes.get(index) instanceof Field field && field.ordinal() != null) {
            return true;
        }
        if (index + 1 == nodes.size()) {
            return true;
        }
        return switch (nodes.get(index + 1)) {
            case Field next -> !next.pattern().digits();
            case Literal next -> next.character() < '0' || next.character() > '9';
            case Separator next -> true;
            case Space next -> true;
        };
    }

    private static final class Parser {
        private final String text;
        private final List<Node> nodes = new ArrayList<>();
        private int at;

        Parser(String text) {
            this.text = text;
        }

        List<Node> parse() {
            while (at < text.length()) {
                boolean translated = text.startsWith("TM", at) || text.startsWith("tm", at);
                boolean fill = prefix();
                DateTimePattern.Match match = DateTimePattern.at(text, at);
                if (match != null) {
                    at += match.text().length();
                    fill |= translated && match.pattern().isName();
                    nodes.add(new Field(match, fill, suffix()));
                } else if (at < text.length()) {
                    other();
                }
            }
            return nodes;
        }

        private boolean prefix() {
            if (text.startsWith("FM", at) || text.startsWith("fm", at)) {
                at += 2;
                return true;
            }
            if (text.startsWith("TM", at) || text.startsWith("tm", at)) {
                at += 2;
            }
            return false;
        }

        private @Nullable String suffix() {
            if (text.startsWith("TH", at) || text.startsWith("th", at)) {
                at += 2;
                return text.substring(at - 2, at);
            }
            if (text.startsWith("SP", at)) {
                at += 2;
            }
            return null;
        }

        private void other() {
            if (text.charAt(at) == '"') {
                quoted();
                return;
            }
            if (text.startsWith("\\\"", at)) {
                at++;
            }
            int c = next();
            nodes.add(isSeparator(c) ? new Separator(c) : isSpace(c) ? new Space(c) : new Literal(c));
        }

        private void quoted() {
            at++;
            while (at < text.length()) {
                if (text.charAt(at) == '"') {
                    at++;
                    return;
                }
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                nodes.add(new Literal(next()));
            }
        }

        private int next() {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            return c;
        }
    }
}
