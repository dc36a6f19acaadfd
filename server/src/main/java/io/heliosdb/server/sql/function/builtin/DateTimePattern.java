package io.heliosdb.server.sql.function.builtin;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The patterns of templates for dates and times (PostgreSQL 18 manual, table 9.31), longer names before their
/// prefixes.
enum DateTimePattern {
    A_D("A.D.", false, Convention.ANY),
    A_M("A.M.", false, Convention.ANY),
    AD("AD", false, Convention.ANY),
    AM("AM", false, Convention.ANY),
    B_C("B.C.", false, Convention.ANY),
    BC("BC", false, Convention.ANY),
    CC("CC", true, Convention.ANY),
    DAY("DAY", false, Convention.ANY),
    DDD("DDD", true, Convention.GREGORIAN),
    DD("DD", true, Convention.GREGORIAN),
    DY("DY", false, Convention.ANY),
    D("D", true, Convention.GREGORIAN),
    FF1("FF1", true, Convention.ANY),
    FF2("FF2", true, Convention.ANY),
    FF3("FF3", true, Convention.ANY),
    FF4("FF4", true, Convention.ANY),
    FF5("FF5", true, Convention.ANY),
    FF6("FF6", true, Convention.ANY),
    FX("FX", false, Convention.ANY),
    HH24("HH24", true, Convention.ANY),
    HH12("HH12", true, Convention.ANY),
    HH("HH", true, Convention.ANY),
    IDDD("IDDD", true, Convention.ISO_WEEK),
    ID("ID", true, Convention.ISO_WEEK),
    IW("IW", true, Convention.ISO_WEEK),
    IYYY("IYYY", true, Convention.ISO_WEEK),
    IYY("IYY", true, Convention.ISO_WEEK),
    IY("IY", true, Convention.ISO_WEEK),
    I("I", true, Convention.ISO_WEEK),
    J("J", true, Convention.ANY),
    MI("MI", true, Convention.ANY),
    MM("MM", true, Convention.GREGORIAN),
    MONTH("MONTH", false, Convention.GREGORIAN),
    MON("MON", false, Convention.GREGORIAN),
    MS("MS", true, Convention.ANY),
    OF("OF", false, Convention.ANY),
    P_M("P.M.", false, Convention.ANY),
    PM("PM", false, Convention.ANY),
    Q("Q", true, Convention.ANY),
    RM("RM", false, Convention.GREGORIAN),
    SSSSS("SSSSS", true, Convention.ANY),
    SSSS("SSSS", true, Convention.ANY),
    SS("SS", true, Convention.ANY),
    TZH("TZH", false, Convention.ANY),
    TZM("TZM", true, Convention.ANY),
    TZ("TZ", false, Convention.ANY),
    US("US", true, Convention.ANY),
    WW("WW", true, Convention.GREGORIAN),
    W("W", true, Convention.GREGORIAN),
    Y_YYY("Y,YYY", true, Convention.GREGORIAN),
    YYYY("YYYY", true, Convention.GREGORIAN),
    YYY("YYY", true, Convention.GREGORIAN),
    YY("YY", true, Convention.GREGORIAN),
    Y("Y", true, Convention.GREGORIAN);

    /// The calendars that a template must not mix.
    enum Convention {
        ANY,
        GREGORIAN,
        ISO_WEEK
    }

    /// The letters of a name as the template writes it.
    enum Case {
        UPPER,
        CAPITALIZED,
        LOWER
    }

    private final String text;
    private final String lower;
    private final String capitalized;
    private final boolean digits;
    private final Convention convention;

    DateTimePattern(String text, boolean digits, Convention convention) {
        this.text = text;
        this.lower = text.toLowerCase(Locale.ROOT);
        this.capitalized = text.charAt(0) + lower.substring(1);
        this.digits = digits;
        this.convention = convention;
    }

    /// Digits of a fraction of a second that `FF1` to `FF6` stand for; 0 for any other pattern.
    int fractionDigits() {
        return switch (this) {
            case FF1 -> 1;
            case FF2 -> 2;
            case FF3 -> 3;
            case FF4 -> 4;
            case FF5 -> 5;
            case FF6 -> 6;
            default -> 0;
        };
    }

    /// Whether it is the name of a day or a month.
    boolean isName() {
        return this == DAY || this == DY || this == MONTH || this == MON;
    }

    /// Whether it stands for digits.
    boolean digits() {
        return digits;
    }

    Convention convention() {
        return convention;
    }

    /// The pattern that stands at a place of a template, with its case; null when there is none.
    static @Nullable Match at(String template, int place) {
        for (DateTimePattern pattern : values()) {
            if (template.startsWith(pattern.text, place)) {
                return new Match(pattern, Case.UPPER, pattern.text);
            }
            if (template.startsWith(pattern.lower, place)) {
                return new Match(pattern, Case.LOWER, pattern.lower);
            }
            if (pattern.isName() && template.startsWith(pattern.capitalized, place)) {
                return new Match(pattern, Case.CAPITALIZED, pattern.capitalized);
            }
        }
        return null;
    }

    /// @param text as the template has it, which errors name
    record Match(DateTimePattern pattern, Case letters, String text) {}
}
