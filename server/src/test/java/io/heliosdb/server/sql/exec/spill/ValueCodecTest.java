package io.heliosdb.server.sql.exec.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.BitString;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.JsonValue;
import io.heliosdb.server.sql.type.Numeric;
import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.RowValue;
import io.heliosdb.server.sql.type.RowWriter;
import io.heliosdb.server.sql.type.Tid;
import io.heliosdb.server.sql.type.TimeTz;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValueCodecTest {

    private final ValueCodec codec = new SpillFixture(1 << 20).budget(1000).values();

    private @Nullable Object throughDisk(@Nullable Object value) {
        RowWriter out = new RowWriter();
        codec.write(value, out);
        RowReader in = new RowReader(out.toBytes());
        Object read = codec.read(in);
        assertThat(in.remaining()).isZero();
        return read;
    }

    @Test
    void givesBackValuesOfEveryClass() {
        for (Object value : List.of(
                true,
                false,
                -1,
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                -0.0f,
                Double.NaN,
                "",
                "naïve €",
                Numeric.parse("-123.4500"),
                Numeric.NAN,
                UUID.fromString("00000000-0000-0000-0000-0000000000ff"),
                new Interval(1, -2, 3),
                new TimeTz(5, -3600),
                JsonValue.parse("{\"a\": [1, null, \"x\"]}"),
                new BitString(3, new byte[] {(byte) 0xA0}),
                new Tid(7, 8),
                Locale.ROOT)) {
            assertThat(throughDisk(value)).isEqualTo(value).hasSameClassAs(value);
        }
        assertThat(throughDisk(null)).isNull();
        assertThat((byte[]) throughDisk(new byte[] {1, 2})).containsExactly(1, 2);
    }

    @Test
    void keepsScalesShapesAndTypes() {
        assertThat(throughDisk(Numeric.parse("1.500"))).hasToString("1.500");
        ArrayValue array =
                new ArrayValue(Types.INT4, new int[] {2, 2}, new int[] {0, -1}, new Object[] {1, null, 3, 4});
        assertThat(throughDisk(array))
                .isInstanceOfSatisfying(
                        ArrayValue.class, read -> assertThat(read.lowerBounds()).containsExactly(0, -1))
                .isEqualTo(array);
        RowValue row = new RowValue(RowType.anonymous(List.of(Types.INT4, Types.TEXT)), 1, "x");
        assertThat(throughDisk(row))
                .isInstanceOfSatisfying(
                        RowValue.class, read -> assertThat(read.type().fields())
                                .isEqualTo(row.type().fields()))
                .isEqualTo(row);
    }
}
