package io.heliosdb.server.sql.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.common.SqlException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every line of `inputs.tsv` is what PostgreSQL 15 said about a text of a type.
class TypeInputTest {

    private record Case(Type type, String text, String state, String result, String detail) {}

    private final TestContext context = new TestContext();

    private static List<Case> cases() {
        return Tsv.read(TypeInputTest.class, "inputs.tsv")
                .map(row -> new Case(
                        Types.byName(row.get(0)).orElseThrow(),
                        unescape(row.get(1)),
                        row.get(2),
                        unescape(row.get(3)),
                        unescape(row.get(4))))
                .toList();
    }

    private static String unescape(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                out.append(next == 'n' ? '\n' : next == 't' ? '\t' : next);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private String outcome(Case c) {
        try {
            return "00000 " + c.type().format(c.type().parse(c.text(), context), context);
        } catch (SqlException e) {
            return e.state().code() + " " + e.message()
                    + e.detail().map(d -> " / " + d).orElse("");
        }
    }

    @Test
    void textIsReadAndWrittenAsByPostgres() {
        List<String> wrong = new ArrayList<>();
        for (Case c : cases()) {
            String expected = c.state() + " " + c.result() + (c.detail().isEmpty() ? "" : " / " + c.detail());
            String actual = outcome(c);
            if (!actual.equals(expected)) {
                wrong.add(c.type() + " '" + c.text() + "': " + actual + " INSTEAD OF " + expected);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void binaryAndStorageFormsGiveTheValueBack() {
        for (Case c : cases()) {
            if (!c.state().equals("00000")) {
                continue;
            }
            Type type = c.type();
            Object value = type.parse(c.text(), context);
            String shown = type.format(value, context);
            byte[] binary = type.encodeBinary(value, context);
            Object decoded = type.decodeBinary(ByteBuffer.wrap(binary), context);
            assertThat(type.format(decoded, context)).as("binary of %s", shown).isEqualTo(shown);
            RowWriter out = new RowWriter();
            type.write(value, out);
            RowReader in = new RowReader(out.toBytes());
            assertThat(type.format(type.read(in), context))
                    .as("storage of %s", shown)
                    .isEqualTo(shown);
            assertThat(in.remaining()).isZero();
            RowReader skipping = new RowReader(out.toBytes());
            skipping.skipValue(type);
            assertThat(skipping.remaining()).as("skipping of %s", shown).isZero();
        }
    }

    @Test
    void keysSortAsValuesCompare() {
        List<Case> good = cases().stream()
                .filter(c -> c.state().equals("00000") && !c.type().equals(Types.JSON))
                .toList();
        for (Case a : good) {
            for (Case b : good) {
                if (a.type().equals(b.type())) {
                    Object x = a.type().parse(a.text(), context);
                    Object y = b.type().parse(b.text(), context);
                    int byKey = Integer.signum(Arrays.compareUnsigned(key(a.type(), x), key(b.type(), y)));
                    assertThat(byKey)
                            .as("%s: %s against %s", a.type(), a.text(), b.text())
                            .isEqualTo(Integer.signum(a.type().compare(x, y)));
                    if (byKey == 0) {
                        assertThat(a.type().hash(x)).isEqualTo(a.type().hash(y));
                    }
                }
            }
        }
    }

    private static byte[] key(Type type, Object value) {
        KeyWriter writer = new KeyWriter();
        type.writeKey(value, writer);
        return writer.toBytes();
    }
}
