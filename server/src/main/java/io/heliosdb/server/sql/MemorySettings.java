package io.heliosdb.server.sql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.function.FunctionContext;

/// The session's settings about memory: `work_mem`, `hash_mem_multiplier`, `temp_file_limit`.
final class MemorySettings {

    private static final long KILOBYTE = 1024;
    private static final long DEFAULT_WORK_MEM = 4096 * KILOBYTE;

    private MemorySettings() {}

    static MemoryBudget.Limits of(FunctionContext context) {
        long work = bytes(setting(context, "work_mem"));
        if (work <= 0) {
            work = DEFAULT_WORK_MEM;
        }
        String multiplier = setting(context, "hash_mem_multiplier");
        double times = multiplier.isEmpty() ? 2 : Double.parseDouble(multiplier);
        String disk = setting(context, "temp_file_limit");
        return new MemoryBudget.Limits(work, (long) (work * Math.max(1, times)), disk.isEmpty() ? -1 : bytes(disk));
    }

    // Empty for a setting that this session does not have.
    private static String setting(FunctionContext context, String name) {
        try {
            return context.setting(name);
        } catch (SqlException e) {
            if (e.state() == SqlState.UNDEFINED_OBJECT) {
                return "";
            }
            throw e;
        }
    }

    /// As SHOW prints it: `64kB`, `4MB`, `-1`; a number without a unit is in kilobytes.
    static long bytes(String text) {
        int digits = text.startsWith("-") ? 1 : 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits == 0) {
            return 0;
        }
        long number = Long.parseLong(text, 0, digits, 10);
        return switch (text.substring(digits).strip()) {
            case "B" -> number;
            case "MB" -> number << 20;
            case "GB" -> number << 30;
            case "TB" -> number << 40;
            default -> number * KILOBYTE;
        };
    }
}
