package io.heliosdb.server.sql;

import io.heliosdb.server.sql.catalog.CatalogObject.Routine;
import io.heliosdb.server.sql.exec.TriggerFunctions;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.SessionServices;
import io.heliosdb.server.sql.function.SqlRoutines;
import io.heliosdb.server.sql.privilege.Denied;
import io.heliosdb.server.sql.type.NameResolver;
import io.heliosdb.server.txn.lock.LockWait;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What functions may ask of the session, and in addition the running of routines in the session's transaction.
/// Used by one thread at a time.
final class RoutineContext implements FunctionContext {

    private final FunctionContext session;
    private final SqlRoutines routines;
    private final TriggerFunctions triggers;
    private @Nullable String definer;

    RoutineContext(LocalSqlEngine engine, SqlEngine.Scope scope) {
        this.session = scope.context();
        SqlEngine.Scope own = new SqlEngine.Scope(scope.transaction(), this);
        this.routines = new RoutineRun(engine, own, this);
        this.triggers = new TriggerRun(engine, own, this);
    }

    /// Does the work of a routine with the rights that it is to have: of its owner where it says so, else of whoever
    /// calls it.
    <T extends @Nullable Object> T withRightsFor(Routine routine, Supplier<T> work) {
        if (!routine.definer()) {
            return work.get();
        }
        String before = definer;
        definer = routine.owner();
        try {
            return work.get();
        } finally {
            definer = before;
        }
    }

    @Override
    public <T> T service(Class<T> type) {
        if (type == SqlRoutines.class) {
            return type.cast(routines);
        }
        if (type == SessionServices.TriggerDepth.class) {
            return type.cast((SessionServices.TriggerDepth) triggers::depth);
        }
        return type == TriggerFunctions.class ? type.cast(triggers) : session.service(type);
    }

    @Override
    public Instant statementStart() {
        return session.statementStart();
    }

    @Override
    public Instant clock() {
        return session.clock();
    }

    @Override
    public String currentUser() {
        String user = definer;
        return user == null ? session.currentUser() : user;
    }

    @Override
    public boolean isRole() {
        return definer == null && session.isRole();
    }

    @Override
    public String sessionUser() {
        return session.sessionUser();
    }

    @Override
    public String database() {
        return session.database();
    }

    @Override
    public int backendId() {
        return session.backendId();
    }

    @Override
    public String setting(String name) {
        return session.setting(name);
    }

    @Override
    public void setSetting(String name, String value, boolean local) {
        boolean identity = name.equalsIgnoreCase("role") || name.equalsIgnoreCase("session_authorization");
        if (definer != null && identity) {
            throw Denied.because("cannot set parameter \"" + name + "\" within security-definer function");
        }
        session.setSetting(name, value, local);
    }

    @Override
    public LockWait lockWait() {
        return session.lockWait();
    }

    @Override
    public void checkCancelled() {
        session.checkCancelled();
    }

    @Override
    public ZoneId timeZone() {
        return session.timeZone();
    }

    @Override
    public String dateStyle() {
        return session.dateStyle();
    }

    @Override
    public String intervalStyle() {
        return session.intervalStyle();
    }

    @Override
    public int extraFloatDigits() {
        return session.extraFloatDigits();
    }

    @Override
    public boolean byteaEscape() {
        return session.byteaEscape();
    }

    @Override
    public Instant transactionStart() {
        return session.transactionStart();
    }

    @Override
    public NameResolver names() {
        return session.names();
    }
}
