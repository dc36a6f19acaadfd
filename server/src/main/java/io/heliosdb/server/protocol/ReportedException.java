package io.heliosdb.server.protocol;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;

/// An error that another server reported, to be passed on as it came.
public final class ReportedException extends SqlException {

    private static final long serialVersionUID = 1L;

    private final transient ReportFields report;

    public ReportedException(ReportFields report) {
        super(stateOf(report.state()), report.message());
        this.report = report;
    }

    /// Every field of the report.
    public ReportFields report() {
        return report;
    }

    private static SqlState stateOf(String code) {
        for (SqlState state : SqlState.values()) {
            if (state.code().equals(code)) {
                return state;
            }
        }
        return SqlState.INTERNAL_ERROR;
    }
}
