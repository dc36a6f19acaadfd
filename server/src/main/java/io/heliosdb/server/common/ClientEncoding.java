package io.heliosdb.server.common;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How a client writes characters as bytes: PostgreSQL's `client_encoding` (PostgreSQL 18 manual, 23.3.4). The
/// server's own encoding is UTF8. Immutable.
///
/// @param name PostgreSQL's name of it, such as `LATIN1`
public record ClientEncoding(String name, Charset charset) {

    public static final ClientEncoding UTF8 = new ClientEncoding("UTF8", StandardCharsets.UTF_8);

    /// PostgreSQL's names without punctuation, and Java's charset of each.
    private static final Map<String, String> CHARSETS = Map.ofEntries(
            Map.entry("BIG5", "Big5"),
            Map.entry("EUC_CN", "GB2312"),
            Map.entry("EUC_JP", "EUC-JP"),
            Map.entry("EUC_KR", "EUC-KR"),
            Map.entry("GB18030", "GB18030"),
            Map.entry("GBK", "GBK"),
            Map.entry("ISO_8859_5", "ISO-8859-5"),
            Map.entry("ISO_8859_6", "ISO-8859-6"),
            Map.entry("ISO_8859_7", "ISO-8859-7"),
            Map.entry("ISO_8859_8", "ISO-8859-8"),
            Map.entry("JOHAB", "x-Johab"),
            Map.entry("KOI8R", "KOI8-R"),
            Map.entry("KOI8U", "KOI8-U"),
            Map.entry("LATIN1", "ISO-8859-1"),
            Map.entry("LATIN2", "ISO-8859-2"),
            Map.entry("LATIN3", "ISO-8859-3"),
            Map.entry("LATIN4", "ISO-8859-4"),
            Map.entry("LATIN5", "ISO-8859-9"),
            Map.entry("LATIN7", "ISO-8859-13"),
            Map.entry("LATIN9", "ISO-8859-15"),
            Map.entry("LATIN10", "ISO-8859-16"),
            Map.entry("SJIS", "windows-31j"),
            Map.entry("UHC", "x-windows-949"),
            Map.entry("UTF8", "UTF-8"),
            Map.entry("WIN866", "IBM866"),
            Map.entry("WIN874", "x-windows-874"),
            Map.entry("WIN1250", "windows-1250"),
            Map.entry("WIN1251", "windows-1251"),
            Map.entry("WIN1252", "windows-1252"),
            Map.entry("WIN1253", "windows-1253"),
            Map.entry("WIN1254", "windows-1254"),
            Map.entry("WIN1255", "windows-1255"),
            Map.entry("WIN1256", "windows-1256"),
            Map.entry("WIN1257", "windows-1257"),
            Map.entry("WIN1258", "windows-1258"));

    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("ABC", "WIN1258"),
            Map.entry("ALT", "WIN866"),
            Map.entry("ISO88591", "LATIN1"),
            Map.entry("ISO885915", "LATIN9"),
            Map.entry("ISO885916", "LATIN10"),
            Map.entry("ISO88592", "LATIN2"),
            Map.entry("ISO88593", "LATIN3"),
            Map.entry("ISO88594", "LATIN4"),
            Map.entry("ISO88599", "LATIN5"),
            Map.entry("ISO885913", "LATIN7"),
            Map.entry("KOI8", "KOI8R"),
            Map.entry("MSKANJI", "SJIS"),
            Map.entry("SHIFTJIS", "SJIS"),
            Map.entry("TCVN", "WIN1258"),
            Map.entry("UNICODE", "UTF8"),
            Map.entry("VSCII", "WIN1258"),
            Map.entry("WIN", "WIN1251"),
            Map.entry("WIN932", "SJIS"),
            Map.entry("WIN936", "GBK"),
            Map.entry("WIN949", "UHC"),
            Map.entry("WIN950", "BIG5"),
            Map.entry("WINDOWS1252", "WIN1252"),
            Map.entry("WINDOWS949", "UHC"),
            Map.entry("WINDOWS950", "BIG5"));

    /// The encoding of a name, whatever its case and punctuation; empty for none that there is.
    ///
    /// `SQL_ASCII` means no conversion: what comes must be UTF-8 all the same, and UTF-8 goes out.
    public static Optional<ClientEncoding> find(String name) {
        String plain = plain(name);
        String known = ALIASES.getOrDefault(plain, plain);
        if (known.equals("SQLASCII")) {
            return Optional.of(new ClientEncoding("SQL_ASCII", StandardCharsets.UTF_8));
        }
        return CHARSETS.entrySet().stream()
                .filter(entry -> plain(entry.getKey()).equals(known))
                .filter(entry -> Charset.isSupported(entry.getValue()))
                .findFirst()
                .map(entry -> new ClientEncoding(entry.getKey(), Charset.forName(entry.getValue())));
    }

    private static String plain(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }

    /// Whether text goes out as it is kept.
    public boolean isUtf8() {
        return charset.equals(StandardCharsets.UTF_8);
    }

    /// The characters of what a client sent.
    ///
    /// @throws SqlException 22021 when the bytes are not of this encoding or contain a zero, 22P05 when they
    /// stand for no character
    public String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    public String decode(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, charset);
        if (text.indexOf('\uFFFD') >= 0 || text.indexOf('\0') >= 0) {
            // The lenient decoder may have hidden an error; only now it is worth looking for it.
            check(bytes, offset, length);
        }
        return text;
    }

    private void check(byte[] bytes, int offset, int length) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        CharBuffer out = CharBuffer.allocate((int) (length * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(in, out, true);
        int zero = offset;
        while (zero < in.position() && bytes[zero] != 0) {
            zero++;
        }
        if (zero < in.position()) {
            throw notThis("0x00");
        }
        if (result.isMalformed()) {
            int shown = isUtf8() ? announced(bytes[in.position()]) : result.length();
            throw notThis(hex(bytes, in.position(), Math.min(shown, offset + length - in.position())));
        }
        if (result.isUnmappable()) {
            throw noEquivalent(hex(bytes, in.position(), result.length()), name, "UTF8");
        }
    }

    private SqlException notThis(String bytes) {
        // Without a conversion it is the server's own encoding that the bytes are not of.
        String what = isUtf8() ? "UTF8" : name;
        return new SqlException(
                SqlState.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"" + what + "\": " + bytes);
    }

    private static SqlException noEquivalent(String bytes, String from, String to) {
        return new SqlException(
                SqlState.UNTRANSLATABLE_CHARACTER,
                String.format(
                        Locale.ROOT,
                        "character with byte sequence %s in encoding \"%s\" has no equivalent in encoding \"%s\"",
                        bytes,
                        from,
                        to));
    }

    /// How long a UTF-8 sequence says it is with its first byte.
    private static int announced(byte first) {
        int b = first & 0xff;
        if (b < 0xc0) {
            return 1;
        }
        return b < 0xe0 ? 2 : b < 0xf0 ? 3 : b < 0xf8 ? 4 : 1;
    }

    private static String hex(byte[] bytes, int offset, int length) {
        StringBuilder out = new StringBuilder();
        for (int i = offset; i < offset + length; i++) {
            out.append(i > offset ? " " : "").append(String.format(Locale.ROOT, "0x%02x", bytes[i] & 0xff));
        }
        return out.toString();
    }

    /// The bytes to send for a text.
    ///
    /// @throws SqlException 22P05 for a character that this encoding does not have
    public byte[] encode(String text) {
        if (isUtf8()) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        CharsetEncoder encoder = charset.newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            ByteBuffer out = encoder.encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[out.remaining()];
            out.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            byte[] missing = firstMissing(text).getBytes(StandardCharsets.UTF_8);
            throw noEquivalent(hex(missing, 0, missing.length), "UTF8", name);
        }
    }

    private String firstMissing(String text) {
        CharsetEncoder encoder = charset.newEncoder();
        return text.codePoints()
                .mapToObj(Character::toString)
                .filter(character -> !encoder.canEncode(character))
                .findFirst()
                .orElse("?");
    }

    /// The bytes for a text that must go out, such as an error's: what this encoding does not have becomes a
    /// question mark.
    public byte[] encodeAnyway(String text) {
        return text.getBytes(charset);
    }
}
