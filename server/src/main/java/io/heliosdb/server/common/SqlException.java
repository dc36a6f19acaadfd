package io.heliosdb.server.common;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one exception that carries an error to a client, with PostgreSQL's fields.
///
/// The SQLSTATE is chosen where the error is thrown. The message is lower case, without a full stop, names
/// quoted; a hint is a full sentence. Without a cause it has no stack trace: users' mistakes are frequent and
/// must be cheap.
public class SqlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final SqlState state;
    private final ErrorFields fields;
    private final @Nullable String ownCode;

    public SqlException(SqlState state, String message) {
        this(state, message, ErrorFields.NONE, null);
    }

    public SqlException(SqlState state, String message, Throwable cause) {
        this(state, message, ErrorFields.NONE, cause);
    }

    public SqlException(SqlState state, String message, ErrorFields fields, @Nullable Throwable cause) {
        this(state, null, message, fields, cause);
    }

    private SqlException(
            SqlState state, @Nullable String ownCode, String message, ErrorFields fields, @Nullable Throwable cause) {
        super(message, cause, false, cause != null);
        this.state = state;
        this.ownCode = ownCode;
        this.fields = fields;
    }

    /// What a user's own code raises, with five characters of its choice.
    public static SqlException raised(String code, String message, ErrorFields fields) {
        for (SqlState known : SqlState.values()) {
            if (known.code().equals(code)) {
                return new SqlException(known, message, fields, null);
            }
        }
        return new SqlException(SqlState.RAISE_EXCEPTION, code, message, fields, null);
    }

    public SqlState state() {
        return state;
    }

    /// The five characters that a client sees.
    public String code() {
        return ownCode == null ? state.code() : ownCode;
    }

    /// The message; never null, unlike {@link #getMessage()}.
    public String message() {
        return String.valueOf(getMessage());
    }

    public ErrorFields fields() {
        return fields;
    }

    public Optional<String> detail() {
        return Optional.ofNullable(fields.detail());
    }

    public Optional<String> hint() {
        return Optional.ofNullable(fields.hint());
    }

    public SqlException withDetail(String detail) {
        return with(fields.withDetail(detail));
    }

    public SqlException withHint(String hint) {
        return with(fields.withHint(hint));
    }

    /// The same error, pointing at the statement's character `position`, counted from 1.
    public SqlException withPosition(int position) {
        return with(fields.withPosition(position));
    }

    /// The same error with these fields.
    public SqlException with(ErrorFields changed) {
        return new SqlException(state, ownCode, message(), changed, getCause());
    }
}
