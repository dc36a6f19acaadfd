package io.heliosdb.server.session;

import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.privilege.Rights;
import io.heliosdb.server.sql.type.NameResolver;
import io.heliosdb.server.txn.lock.LockWait;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What functions and types see of a session. Used by the session's thread.
final class SessionContext implements FunctionContext {

    private final SessionIdentity identity;
    private final boolean stored;
    private final Settings settings;
    private final TransactionBlock block;
    private final Clock clock;
    private final Map<Class<?>, Object> services;
    private final Map<String, ZoneId> zones = new HashMap<>();
    private final SpecialSettings special;
    private final NameResolver builtInNames = new BuiltInNames();
    private LockWait lockWait = LockWait.FOREVER;
    private long lockWaitVersion = -1;
    private Instant statementStart = Instant.EPOCH;
    private Cancellation cancellation = new Cancellation();

    SessionContext(
            SessionIdentity identity,
            Settings settings,
            TransactionBlock block,
            SpecialSettings special,
            SessionEnvironment environment) {
        this.stored = environment
                .sql()
                .rights(identity.user(), Optional.empty())
                .filter(Rights::isRole)
                .isPresent();
        this.identity = identity;
        this.settings = settings;
        this.block = block;
        this.special = special;
        this.clock = environment.clock();
        this.services = new HashMap<>();
        this.services.putAll(environment.services().open(this));
    }

    /// A statement begins.
    void startStatement(Cancellation of) {
        statementStart = clock.instant();
        cancellation = of;
        provide(Cancellation.class, of);
    }

    Cancellation cancellation() {
        return cancellation;
    }

    <T> void provide(Class<T> type, T service) {
        services.put(type, service);
    }

    @Override
    public Instant statementStart() {
        return statementStart;
    }

    @Override
    public Instant transactionStart() {
        return block.isActive() ? block.start() : statementStart;
    }

    @Override
    public Instant clock() {
        return clock.instant();
    }

    @Override
    public String currentUser() {
        return special.currentUser();
    }

    @Override
    public boolean isRole() {
        return stored || !currentUser().equals(identity.user());
    }

    @Override
    public String sessionUser() {
        return special.sessionUser();
    }

    @Override
    public String database() {
        return identity.database();
    }

    @Override
    public int backendId() {
        return identity.pid();
    }

    @Override
    public String setting(String name) {
        return special.show(name);
    }

    @Override
    public LockWait lockWait() {
        if (lockWaitVersion != settings.version()) {
            lockWait = new LockWait.Block(
                    Duration.ofMillis(settings.integer("lock_timeout")),
                    Duration.ofMillis(settings.integer("deadlock_timeout")));
            lockWaitVersion = settings.version();
        }
        return lockWait;
    }

    @Override
    public void setSetting(String name, String value, boolean local) {
        special.set(name, value, local);
    }

    @Override
    public <T> T service(Class<T> type) {
        Object service = services.get(type);
        if (service == null) {
            throw new IllegalStateException("this engine was opened without " + type.getName());
        }
        return type.cast(service);
    }

    @Override
    public NameResolver names() {
        return services.get(NameResolver.class) instanceof NameResolver names ? names : builtInNames;
    }

    @Override
    public void checkCancelled() {
        cancellation.check();
    }

    @Override
    public ZoneId timeZone() {
        return zones.computeIfAbsent(settings.get("TimeZone"), TextSettings::zone);
    }

    @Override
    public ClientEncoding clientEncoding() {
        return settings.encoding();
    }

    @Override
    public String dateStyle() {
        return settings.get("DateStyle");
    }

    @Override
    public String intervalStyle() {
        return settings.get("IntervalStyle");
    }

    @Override
    public int extraFloatDigits() {
        return settings.integer("extra_float_digits");
    }

    @Override
    public boolean byteaEscape() {
        return settings.get("bytea_output").equals("escape");
    }
}
