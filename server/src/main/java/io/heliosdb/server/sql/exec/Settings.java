package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.txn.LockWait;
import java.time.Duration;

/// Session settings that the executor reads.
final class Settings {

    private Settings() {}

    static LockWait lockWait(FunctionContext context) {
        String text = setting(context, "lock_timeout", "0");
        long millis = millis(text);
        return millis == 0 ? LockWait.FOREVER : new LockWait.Block(Duration.ofMillis(millis));
    }

    private static String setting(FunctionContext context, String name, String otherwise) {
        try {
            return context.setting(name);
        } catch (SqlException e) {
            if (e.state() == SqlState.UNDEFINED_OBJECT) {
                return otherwise;
            }
            throw e;
        }
    }

    private static long millis(String text) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits == 0) {
            return 0;
        }
        long number = Long.parseLong(text, 0, digits, 10);
        return switch (text.substring(digits).strip()) {
            case "s" -> number * 1000;
            case "min" -> number * 60_000;
            case "h" -> number * 3_600_000;
            default -> number;
        };
    }
}
