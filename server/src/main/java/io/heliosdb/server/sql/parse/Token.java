package io.heliosdb.server.sql.parse;

/// One lexical unit of a statement.
///
/// @param text an identifier folded, a string's value, an operator's or number's characters, a keyword in lower
///     case
/// @param start offset of its first character in the whole text
/// @param end offset behind its last character
public record Token(Kind kind, String text, int start, int end) {

    public enum Kind {
        /// An unquoted word: a keyword or an identifier, folded to lower case.
        WORD,
        /// A quoted identifier.
        QUOTED,
        STRING,
        /// `B'…'` or `X'…'`, as bits.
        BITS,
        INTEGER,
        DECIMAL,
        /// `$n`; the text is the digits.
        PARAMETER,
        /// An operator of the user-definable kind.
        OPERATOR,
        /// One of `( ) [ ] , ; : . :: := =>`.
        PUNCTUATION,
        END
    }

    public boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    public boolean isSign(String sign) {
        return (kind == Kind.PUNCTUATION || kind == Kind.OPERATOR) && text.equals(sign);
    }
}
