package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.function.Sequences;
import io.heliosdb.server.sql.function.SessionServices.AdvisoryLocks;
import io.heliosdb.server.sql.type.Numeric;
import io.heliosdb.server.sql.type.TypeErrors;
import io.heliosdb.server.sql.type.VoidType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sizes as text, sequences, advisory locks and arithmetic of WAL positions (PostgreSQL 18 manual, 9.17 and
/// 9.28).
final class SizeFunctions implements FunctionModule {

    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB", "PB");
    private static final BigDecimal BYTES_LIMIT = BigDecimal.valueOf(10 * 1024);
    private static final Pattern SIZE = Pattern.compile("\\s*([+-]?[\\d.]+(?:[eE][+-]?\\d+)?)\\s*([a-zA-Z]*)\\s*");

    @Override
    public void register(Bindings b) {
        b.f1("pg_size_pretty", (Long x) -> pretty(BigInteger.valueOf(x)));
        b.f1(
                "pg_size_pretty_numeric",
                (Numeric x) -> x.value().abs().compareTo(BYTES_LIMIT) < 0
                        ? x + " bytes"
                        : pretty(x.value().setScale(0, RoundingMode.DOWN).toBigInteger()));
        b.f1("pg_size_bytes", (String x) -> bytes(x));
        sequences(b);
        locks(b);
        b.f2("pg_lsn_mi", (Long x, Long y) -> difference(x, y));
        b.f2("pg_wal_lsn_diff", (Long x, Long y) -> difference(x, y));
        b.f2("pg_lsn_pli", (Long x, Numeric n) -> x + NumericMath.toLong(n, 64, "pg_lsn"));
        b.f2("pg_lsn_mii", (Long x, Numeric n) -> x - NumericMath.toLong(n, 64, "pg_lsn"));
        b.f1("numeric_pg_lsn", (Numeric n) -> lsn(n));
    }

    private static Numeric difference(long x, long y) {
        return Numeric.of(unsigned(x).subtract(unsigned(y)));
    }

    private static long lsn(Numeric value) {
        if (!value.isFinite()) {
            throw TypeErrors.unsupported("cannot convert " + (value.isNaN() ? "NaN" : "infinity") + " to pg_lsn");
        }
        BigInteger number = value.round(0).value().toBigInteger();
        if (number.signum() < 0 || number.bitLength() > Long.SIZE) {
            throw TypeErrors.outOfRange("pg_lsn");
        }
        return number.longValue();
    }

    private static BigInteger unsigned(long x) {
        return new BigInteger(Long.toUnsignedString(x));
    }

    // Ten times the next unit is where it changes, rounding half up at the end.
    private static String pretty(BigInteger size) {
        BigInteger limit = BigInteger.valueOf(10 * 1024);
        if (size.abs().compareTo(limit) < 0) {
            return size + " bytes";
        }
        // One bit more than shown is kept for rounding.
        BigInteger half = shift(size, 9);
        BigInteger bound = BigInteger.valueOf(20 * 1024 - 1);
        int unit = 1;
        while (unit < UNITS.size() - 1 && half.abs().compareTo(bound) >= 0) {
            half = shift(half, 10);
            unit++;
        }
        BigInteger rounded = half.add(BigInteger.valueOf(half.signum())).divide(BigInteger.TWO);
        return rounded + " " + UNITS.get(unit);
    }

    private static BigInteger shift(BigInteger value, int bits) {
        return value.divide(BigInteger.ONE.shiftLeft(bits));
    }

    private static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw TypeErrors.invalidParameter("invalid size: \"" + text + "\"");
        }
        String unit = matcher.group(2).toLowerCase(Locale.ROOT);
        int power = unit.isEmpty() || unit.equals("b")
                ? 0
                : UNITS.stream().map(u -> u.toLowerCase(Locale.ROOT)).toList().indexOf(unit);
        if (power < 0) {
            throw TypeErrors.invalidParameter("invalid size: \"" + text + "\"")
                    .withDetail("Invalid size unit: \"" + matcher.group(2) + "\".")
                    .withHint("Valid units are \"bytes\", \"B\", \"kB\", \"MB\", \"GB\", \"TB\", and \"PB\".");
        }
        BigDecimal factor = new BigDecimal(BigInteger.ONE.shiftLeft(10 * power));
        Numeric size = NumericMath.multiply(Numeric.parse(matcher.group(1)), Numeric.of(factor));
        return NumericMath.toLong(size, 64, "bigint");
    }

    private static void sequences(Bindings b) {
        b.scalar("nextval_oid", (c, a) -> sequences(c, a, Sequences.Use.NEXT).next((Long) a[0]));
        b.scalar("currval_oid", (c, a) -> sequences(c, a, Sequences.Use.CURRENT).current((Long) a[0]));
        b.f0("lastval", c -> c.service(Sequences.class).last(c.currentUser()));
        b.scalar("setval_oid", (c, a) -> {
            sequences(c, a, Sequences.Use.SET).set((Long) a[0], (Long) a[1], true);
            return a[1];
        });
        b.scalar("setval3_oid", (c, a) -> {
            sequences(c, a, Sequences.Use.SET).set((Long) a[0], (Long) a[1], (Boolean) a[2]);
            return a[1];
        });
        // What a session's last value was is known where nextval ran: on the primary.
        b.effects("nextval_oid", "setval_oid", "setval3_oid", "currval_oid", "lastval");
    }

    private static Sequences sequences(FunctionContext context, @Nullable Object[] arguments, Sequences.Use use) {
        Sequences sequences = context.service(Sequences.class);
        sequences.check((Long) Objects.requireNonNull(arguments[0]), use, context.currentUser());
        return sequences;
    }

    private static AdvisoryLocks.Key key(@Nullable Object[] a) {
        return a.length == 1
                ? new AdvisoryLocks.Key((Long) a[0], false)
                : new AdvisoryLocks.Key(((long) (Integer) a[0] << 32) | ((Integer) a[1] & 0xFFFF_FFFFL), true);
    }

    private static void locks(Bindings b) {
        for (String width : new String[] {"_int8", "_int4"}) {
            for (String shared : new String[] {"", "_shared"}) {
                boolean share = !shared.isEmpty();
                for (String scope : new String[] {"", "_xact"}) {
                    boolean transaction = !scope.isEmpty();
                    String take = "pg_advisory" + scope + "_lock" + shared + width;
                    String attempt = "pg_try_advisory" + scope + "_lock" + shared + width;
                    b.scalar(take, (c, a) -> {
                        c.service(AdvisoryLocks.class).lock(key(a), share, transaction, true);
                        return VoidType.VALUE;
                    });
                    b.scalar(attempt, (c, a) -> c.service(AdvisoryLocks.class).lock(key(a), share, transaction, false));
                    b.effects(take, attempt);
                }
                String give = "pg_advisory_unlock" + shared + width;
                b.scalar(give, (c, a) -> c.service(AdvisoryLocks.class).unlock(key(a), share));
                b.effects(give);
            }
        }
        b.f0("pg_advisory_unlock_all", c -> {
            c.service(AdvisoryLocks.class).unlockAll();
            return VoidType.VALUE;
        });
        b.effects("pg_advisory_unlock_all");
    }
}
