package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.ClientEncoding;
import java.time.Instant;
import java.time.ZoneId;

/// The session settings that change how values are read and shown.
public interface TypeContext {

    /// `TimeZone`.
    ZoneId timeZone();

    /// `DateStyle`, such as `ISO, MDY`.
    String dateStyle();

    /// `IntervalStyle`, such as `postgres`.
    String intervalStyle();

    /// `extra_float_digits`.
    int extraFloatDigits();

    /// `bytea_output` is `escape` rather than `hex`.
    boolean byteaEscape();

    /// When the transaction began: what `'now'`, `'today'` and `current_timestamp` mean.
    Instant transactionStart();

    /// How the client writes text in the binary formats.
    default ClientEncoding clientEncoding() {
        return ClientEncoding.UTF8;
    }

    /// Names of catalog objects, for `regclass` and its kin.
    NameResolver names();
}
