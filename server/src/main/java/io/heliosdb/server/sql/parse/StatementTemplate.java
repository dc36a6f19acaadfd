package io.heliosdb.server.sql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A statement's text with its literals taken out, so that statements that differ only in them are recognised as
/// one.
///
/// `SELECT a FROM t WHERE id = 5` is `SELECT a FROM t WHERE id = $1` with the literal 5. Found by one pass over
/// the characters, without parsing: only literals in places where a parameter means the same are taken out
/// (operands, arguments, values), and a text with anything this pass does not understand has no template. That
/// the template really means the same is for whoever uses it to check, once.
///
/// @param text with `$n` in place of literals
public record StatementTemplate(String text, List<Literal> literals) {

    /// A longer text is dominated by its own length, and would fill a cache of templates.
    private static final int MAX_LENGTH = 2_000;

    private static final Set<String> COMMANDS = Set.of("SELECT", "INSERT", "UPDATE", "DELETE");

    /// Words after which an operand begins. After any other word a number is not taken out, and a string may be a
    /// typed literal such as `date '2000-01-01'`.
    private static final Set<String> BEFORE_OPERAND =
            Set.of("AND", "OR", "NOT", "BETWEEN", "THEN", "ELSE", "WHEN", "LIMIT", "OFFSET", "VALUES");

    public enum Kind {
        INT4('i'),
        INT8('l'),
        NUMERIC('n'),
        STRING('s');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }
    }

    /// @param text digits, or a string's content
    public record Literal(Kind kind, String text) {}

    /// The template of a single SELECT, INSERT, UPDATE or DELETE; null when the text is something else or needs a
    /// real parser.
    public static @Nullable StatementTemplate of(String sql) {
        return sql.length() > MAX_LENGTH || sql.isBlank() ? null : new Scan(sql).run();
    }

    /// What tells templates apart: the text and the kinds of literals, for a number of another size is of another
    /// type.
    public String key() {
        StringBuilder key = new StringBuilder(text.length() + 1 + literals.size())
                .append(text)
                .append('\n');
        literals.forEach(literal -> key.append(literal.kind.letter));
        return key.toString();
    }

    /// What stood before the current place.
    private enum Before {
        OPERAND,
        OPERATOR,
        OTHER
    }

    /// One pass over a text.
    private static final class Scan {

        private final String sql;
        private final StringBuilder out;
        private final List<Literal> literals = new ArrayList<>(4);
        private int at;
        private Before before = Before.OTHER;
        /// In ORDER BY and GROUP BY a number names a column.
        private boolean inBy;

        Scan(String sql) {
            this.sql = sql;
            this.out = new StringBuilder(sql.length() + 8);
        }

        @Nullable
        StatementTemplate run() {
            while (at < sql.length()) {
                if (!step(sql.charAt(at))) {
                    return null;
                }
            }
            return new StatementTemplate(out.toString(), literals);
        }

        private boolean step(char c) {
            if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
                out.append(c);
                at++;
                return true;
            }
            if (isLetter(c)) {
                return word();
            }
            if (c >= '0' && c <= '9') {
                return number();
            }
            return switch (c) {
                case '\'' -> string();
                case '"' -> quotedName();
                case ';' -> onlySpaceFollows();
                case '(', ',', '=', '<', '>', '+', '-', '*', '/', '%' -> symbol(c, Before.OPERATOR);
                case ')', '.' -> symbol(c, Before.OPERAND);
                case '!', '|', '~', '@', '#', '&', '^' -> symbol(c, Before.OTHER);
                default -> false;
            };
        }

        private boolean symbol(char c, Before next) {
            if (at + 1 < sql.length() && isComment(c, sql.charAt(at + 1))) {
                return false;
            }
            out.append(c);
            at++;
            before = next;
            return true;
        }

        private static boolean isComment(char first, char second) {
            return first == '-' && second == '-' || first == '/' && second == '*';
        }

        private boolean word() {
            int start = at;
            while (at < sql.length() && (isLetter(sql.charAt(at)) || isDigit(sql.charAt(at)))) {
                at++;
            }
            String word = sql.substring(start, at).toUpperCase(Locale.ROOT);
            if (start == firstCharacter() && !COMMANDS.contains(word)) {
                return false;
            }
            // E'…', B'…', X'…', N'…' and U&'…' are other kinds of strings.
            if (at < sql.length() && (sql.charAt(at) == '\'' || sql.charAt(at) == '&' && word.equals("U"))) {
                return false;
            }
            out.append(sql, start, at);
            inBy = word.equals("BY") || inBy && !endsBy(word);
            before = BEFORE_OPERAND.contains(word) ? Before.OPERATOR : Before.OPERAND;
            return true;
        }

        private static boolean endsBy(String word) {
            return word.equals("LIMIT") || word.equals("OFFSET") || word.equals("HAVING");
        }

        private int firstCharacter() {
            return sql.length() - sql.stripLeading().length();
        }

        private boolean number() {
            int start = at;
            boolean whole = true;
            while (at < sql.length() && (isDigit(sql.charAt(at)) || sql.charAt(at) == '.')) {
                whole &= sql.charAt(at) != '.';
                at++;
            }
            if (at < sql.length() && isLetter(sql.charAt(at))) {
                return false;
            }
            String digits = sql.substring(start, at);
            if (before == Before.OPERATOR && !inBy) {
                literals.add(new Literal(whole ? wholeKind(digits) : Kind.NUMERIC, digits));
                out.append('$').append(literals.size());
            } else {
                out.append(digits);
            }
            before = Before.OPERAND;
            return true;
        }

        private static Kind wholeKind(String digits) {
            if (digits.length() < 10) {
                return Kind.INT4;
            }
            if (digits.length() > 18) {
                return Kind.NUMERIC;
            }
            return Long.parseLong(digits) <= Integer.MAX_VALUE ? Kind.INT4 : Kind.INT8;
        }

        private boolean string() {
            if (before != Before.OPERATOR) {
                return false;
            }
            int end = at + 1;
            boolean doubled = false;
            while (true) {
                end = sql.indexOf('\'', end);
                if (end < 0) {
                    return false;
                }
                if (end + 1 == sql.length() || sql.charAt(end + 1) != '\'') {
                    break;
                }
                doubled = true;
                end += 2;
            }
            String content = sql.substring(at + 1, end);
            if (content.indexOf('\\') >= 0) {
                return false;
            }
            at = end + 1;
            literals.add(new Literal(Kind.STRING, doubled ? content.replace("''", "'") : content));
            out.append('$').append(literals.size());
            before = Before.OPERAND;
            return !isCastOrStringNext();
        }

        // 'a' 'b' on two lines is one string, and 'x'::type a typed literal.
        private boolean isCastOrStringNext() {
            int next = at;
            while (next < sql.length() && Character.isWhitespace(sql.charAt(next))) {
                next++;
            }
            return next < sql.length() && (sql.charAt(next) == '\'' || sql.charAt(next) == ':');
        }

        private boolean quotedName() {
            int end = sql.indexOf('"', at + 1);
            if (end < 0) {
                return false;
            }
            out.append(sql, at, end + 1);
            at = end + 1;
            before = Before.OPERAND;
            return true;
        }

        private boolean onlySpaceFollows() {
            boolean last = sql.substring(at + 1).isBlank();
            at = sql.length();
            return last;
        }

        private static boolean isLetter(char c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }
}
