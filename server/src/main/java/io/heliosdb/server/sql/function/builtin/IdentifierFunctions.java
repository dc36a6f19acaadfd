package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Text;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `parse_ident` (PostgreSQL 18 manual, 9.4).
final class IdentifierFunctions implements FunctionModule {

    @Override
    public void register(Bindings b) {
        b.f2(
                "parse_ident",
                (String text, Boolean strict) -> ArrayValue.ofList(Types.TEXT, new Parser(text).parse(strict)));
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        private SqlException invalid() {
            return new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "string is not a valid identifier: \"" + text + "\"");
        }

        private void skipSpace() {
            while (at < text.length() && Text.isSpace(text.charAt(at))) {
                at++;
            }
        }

        private char next() {
            return at < text.length() ? text.charAt(at) : 0;
        }

        List<String> parse(boolean strict) {
            List<String> parts = new ArrayList<>();
            skipSpace();
            boolean afterDot = false;
            while (true) {
                parts.add(part(afterDot));
                skipSpace();
                if (next() == '.') {
                    afterDot = true;
                    at++;
                    skipSpace();
                } else if (at >= text.length() || !strict) {
                    return parts;
                } else {
                    throw invalid();
                }
            }
        }

        private String part(boolean afterDot) {
            if (next() == '"') {
                return quoted();
            }
            int start = at;
            if (isStart(next())) {
                while (isStart(next()) || Character.isDigit(next()) || next() == '$') {
                    at++;
                }
                return text.substring(start, at).toLowerCase(Locale.ROOT);
            }
            if (next() == '.') {
                throw invalid().withDetail("No valid identifier before \".\".");
            }
            throw afterDot ? invalid().withDetail("No valid identifier after \".\".") : invalid();
        }

        private static boolean isStart(char c) {
            return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80;
        }

        private String quoted() {
            StringBuilder out = new StringBuilder();
            at++;
            while (true) {
                if (at >= text.length()) {
                    throw invalid().withDetail("String has unclosed double quotes.");
                }
                char c = text.charAt(at++);
                if (c != '"') {
                    out.append(c);
                } else if (next() == '"') {
                    out.append('"');
                    at++;
                } else if (out.isEmpty()) {
                    throw invalid().withDetail("Quoted identifier must not be empty.");
                } else {
                    return out.toString();
                }
            }
        }
    }
}
