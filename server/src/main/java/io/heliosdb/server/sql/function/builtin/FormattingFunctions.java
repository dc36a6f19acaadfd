package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.DateMath;
import io.heliosdb.server.sql.type.DateMath.Ymd;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.Numeric;
import io.heliosdb.server.sql.type.TimeZones;
import io.heliosdb.server.sql.type.Types;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// `to_char`, `to_date`, `to_timestamp` and `to_number` (PostgreSQL 18 manual, 9.8).
final class FormattingFunctions implements FunctionModule {

    private static final int DOUBLE_DIGITS = 15;
    private static final int FLOAT_DIGITS = 6;
    private static final int MAX_PRECISION = 1000;

    @Override
    public void register(Bindings b) {
        b.f2("timestamp_to_char", (Long t, String f) -> timestamp(t, f, "", 0));
        b.c2("timestamptz_to_char", FormattingFunctions::moment);
        b.f2("interval_to_char", (Interval i, String f) -> interval(i, f));
        b.f2("numeric_to_char", (Numeric n, String f) -> numeric(n, f));
        b.f2("int4_to_char", (Integer n, String f) -> numeric(Numeric.of(n), f));
        b.f2("int8_to_char", (Long n, String f) -> numeric(Numeric.of(n), f));
        b.f2("float4_to_char", (Float n, String f) -> floating(n, f, FLOAT_DIGITS));
        b.f2("float8_to_char", (Double n, String f) -> floating(n, f, DOUBLE_DIGITS));
        b.c2("numeric_to_number", FormattingFunctions::toNumber);
        b.f2("to_date", (String text, String f) -> DateTimeScanner.scan(f, text).date());
        b.c2("to_timestamp", FormattingFunctions::toTimestamp);
    }

    private static @Nullable Object moment(FunctionContext c, Long moment, String format) {
        if (!DateMath.isFinite(moment)) {
            return null;
        }
        int offset = TimeZones.offsetAt(c.timeZone(), moment);
        return timestamp(
                moment + offset * DateMath.MICROS_PER_SECOND,
                format,
                TimeZones.abbreviationAt(c.timeZone(), moment),
                offset);
    }

    private static @Nullable Object timestamp(long local, String format, String zone, int offset) {
        if (!DateMath.isFinite(local) || format.isEmpty()) {
            return null;
        }
        Ymd date = DateMath.fromDays(Timestamps.days(local));
        long time = Timestamps.timeOfDay(local);
        long seconds = time / DateMath.MICROS_PER_SECOND;
        int dayOfYear = DateMath.days(date.year(), date.month(), date.day()) - DateMath.days(date.year(), 1, 1) + 1;
        return DateTimeWriter.write(
                DateTimeTemplate.parse(format),
                new DateTimeWriter.Moment(
                        false,
                        date.year(),
                        date.month(),
                        date.day(),
                        seconds / 3600,
                        (int) (seconds / 60 % 60),
                        (int) (seconds % 60),
                        (int) (time % DateMath.MICROS_PER_SECOND),
                        dayOfYear,
                        zone,
                        offset));
    }

    private static @Nullable Object interval(Interval value, String format) {
        if (format.isEmpty()) {
            return null;
        }
        long seconds = value.micros() / DateMath.MICROS_PER_SECOND;
        return DateTimeWriter.write(
                DateTimeTemplate.parse(format),
                new DateTimeWriter.Moment(
                        true,
                        value.months() / 12,
                        value.months() % 12,
                        value.days(),
                        seconds / 3600,
                        (int) (seconds / 60 % 60),
                        (int) (seconds % 60),
                        (int) (value.micros() % DateMath.MICROS_PER_SECOND),
                        value.months() * 30L + value.days(),
                        "",
                        0));
    }

    private static @Nullable Object numeric(Numeric value, String format) {
        if (format.isEmpty()) {
            return null;
        }
        NumberTemplate template = NumberTemplate.parse(format);
        if (template.roman) {
            return NumberWriter.roman(
                    template, value.isFinite() ? value.round(0).value().longValue() : 0);
        }
        if (template.exponent) {
            return value.isFinite() ? scientific(value.value(), template.fractionDigits) : crosses(template);
        }
        int whole = template.wholeDigits + template.shift;
        if (!value.isFinite()) {
            String shown = value.toString();
            boolean negative = shown.startsWith("-");
            return NumberWriter.write(
                    template, negative ? shown.substring(1) : shown, negative, whole, template.fractionDigits);
        }
        BigDecimal number =
                value.value().scaleByPowerOfTen(template.shift).setScale(template.fractionDigits, RoundingMode.HALF_UP);
        return NumberWriter.write(
                template, number.abs().toPlainString(), number.signum() < 0, whole, template.fractionDigits);
    }

    private static String crosses(NumberTemplate template) {
        return " " + "#".repeat(template.wholeDigits) + "." + "#".repeat(template.fractionDigits + 4);
    }

    private static String scientific(BigDecimal value, int digits) {
        BigDecimal magnitude = value.abs();
        int exponent = magnitude.signum() == 0 ? 0 : magnitude.precision() - magnitude.scale() - 1;
        BigDecimal mantissa = magnitude.scaleByPowerOfTen(-exponent).setScale(digits, RoundingMode.HALF_UP);
        if (mantissa.compareTo(BigDecimal.TEN) >= 0) {
            exponent++;
            mantissa = magnitude.scaleByPowerOfTen(-exponent).setScale(digits, RoundingMode.HALF_UP);
        }
        return (value.signum() < 0 ? "-" : " ")
                + mantissa.toPlainString()
                + (exponent < 0 ? "e-" : "e+")
                + DateTimeWriter.padded(Math.abs(exponent), 2);
    }

    /// @param precision digits that the type can tell apart
    private static @Nullable Object floating(double value, String format, int precision) {
        if (format.isEmpty()) {
            return null;
        }
        NumberTemplate template = NumberTemplate.parse(format);
        boolean finite = !Double.isNaN(value) && !Double.isInfinite(value);
        if (template.roman) {
            return NumberWriter.roman(template, finite ? (long) Math.rint(value) : 0);
        }
        if (template.exponent) {
            return finite ? scientific(new BigDecimal(value), template.fractionDigits) : crosses(template);
        }
        double scaled = value * Math.pow(10, template.shift);
        int whole = template.wholeDigits + template.shift;
        if (Double.isNaN(scaled) || Double.isInfinite(scaled)) {
            String shown = Double.isNaN(scaled) ? "NaN" : "Infinity";
            int left = Math.max(0, Math.min(template.fractionDigits, precision - shown.length()));
            return NumberWriter.write(template, shown, scaled < 0, whole, left);
        }
        BigDecimal exact = new BigDecimal(scaled);
        int digits = exact.abs().setScale(0, RoundingMode.HALF_EVEN).precision();
        int fraction = Math.max(0, Math.min(template.fractionDigits, precision - digits));
        String shown = exact.abs().setScale(fraction, RoundingMode.HALF_EVEN).toPlainString();
        boolean negative = scaled < 0 || (scaled == 0 && 1 / scaled < 0);
        return NumberWriter.write(template, shown, negative, whole, fraction);
    }

    private static @Nullable Object toNumber(FunctionContext c, String text, String format) {
        if (format.isEmpty()) {
            return null;
        }
        NumberTemplate template = NumberTemplate.parse(format);
        NumberScanner.Scanned scanned = NumberScanner.scan(template, text);
        Numeric number = (Numeric) Types.NUMERIC.parse(scanned.number(), c);
        int precision = template.wholeDigits + template.shift + scanned.fraction();
        if (precision > 0 && precision <= MAX_PRECISION) {
            int typmod = ((precision << 16) | scanned.fraction()) + 4;
            number = (Numeric) Types.NUMERIC.applyModifier(number, typmod, false);
        }
        return template.shifted ? shifted(number, template.shift) : number;
    }

    private static Numeric shifted(Numeric number, int digits) {
        Numeric unit = Numeric.of(BigDecimal.ONE.scaleByPowerOfTen(-digits).setScale(Math.max(16, digits)));
        return NumericMath.multiply(number, unit);
    }

    private static @Nullable Object toTimestamp(FunctionContext c, String text, String format) {
        ScannedDateTime.Result result = DateTimeScanner.scan(format, text);
        long exact = Timestamps.checked(Timestamps.ofDays(result.date()) + result.micros());
        long local = (Long) Types.TIMESTAMP.applyModifier(exact, result.precision(), false);
        Integer offset = result.offset();
        return offset == null
                ? Timestamps.toMoment(local, c.timeZone())
                : Timestamps.checked(local - offset * DateMath.MICROS_PER_SECOND);
    }
}
