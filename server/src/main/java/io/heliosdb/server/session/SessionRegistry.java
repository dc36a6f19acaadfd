package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All sessions of a node: gives them their numbers, lists and cancels them. Safe for any thread.
public final class SessionRegistry {

    private final Map<Integer, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger lastPid = new AtomicInteger();
    private final AtomicInteger reserved = new AtomicInteger();
    private final SessionCounters counters = new SessionCounters();
    private final RandomGenerator secrets;
    private final int maxSessions;

    /// @param secrets must not be guessable
    public SessionRegistry(int maxSessions, RandomGenerator secrets) {
        this.maxSessions = maxSessions;
        this.secrets = secrets;
    }

    /// Takes one of the places; to be given back by {@link #leave}.
    ///
    /// @throws SqlException 53300
    public void enter() {
        if (reserved.incrementAndGet() > maxSessions) {
            reserved.decrementAndGet();
            throw new SqlException(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already");
        }
    }

    public void leave() {
        reserved.decrementAndGet();
    }

    /// From now on sessions get numbers above this one.
    public void startAbove(int pid) {
        lastPid.accumulateAndGet(pid, Math::max);
    }

    public int nextPid() {
        return lastPid.updateAndGet(pid -> pid == Integer.MAX_VALUE ? 1 : pid + 1);
    }

    public int nextSecret() {
        return secrets.nextInt();
    }

    SessionCounters counters() {
        return counters;
    }

    /// What all sessions have done, up to `now`.
    public SessionTotals totals(Instant now) {
        long open = sessions.values().stream()
                .mapToLong(session -> SessionCounters.micros(session.identity().startedAt(), now))
                .sum();
        return counters.totals(open);
    }

    void add(Session session) {
        counters.began();
        sessions.put(session.identity().pid(), session);
    }

    /// @param end why it ends, null when its client has ended it
    void remove(Session session, SessionCounters.@Nullable End end, Instant now) {
        if (sessions.remove(session.identity().pid(), session)) {
            counters.ended(session.identity().startedAt(), now);
            if (end != null) {
                counters.ended(end);
            }
        }
    }

    /// Cancels what a session runs, as a CancelRequest asks; a wrong secret is not told.
    public void cancel(int pid, int secret) {
        Session session = sessions.get(pid);
        if (session != null && session.identity().secret() == secret) {
            session.cancel();
        }
    }

    /// `pg_cancel_backend`; false when there is no such session.
    public boolean cancelBackend(int pid) {
        Optional<Session> session = Optional.ofNullable(sessions.get(pid));
        session.ifPresent(Session::cancel);
        return session.isPresent();
    }

    /// `pg_terminate_backend`; false when there is no such session.
    public boolean terminateBackend(int pid) {
        Optional<Session> session = Optional.ofNullable(sessions.get(pid));
        session.ifPresent(found -> found.kill(
                new SqlException(SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command")));
        return session.isPresent();
    }

    /// Ends every session: the node stops.
    public void terminateAll() {
        sessions.keySet().forEach(this::terminateBackend);
    }

    /// The role of this node changed: sessions tell their clients.
    public void advertiseAnew() {
        sessions.values().forEach(Session::advertiseAnew);
    }

    /// How many sessions a user has here, those of links from other nodes left out.
    int countOf(String user) {
        return (int) sessions.values().stream()
                .map(Session::identity)
                .filter(identity -> !identity.link() && identity.user().equals(user))
                .count();
    }

    public int count() {
        return sessions.size();
    }

    /// Rows of `pg_stat_activity`, in order of pid.
    public List<SessionActivity> activities() {
        return sessions.values().stream()
                .map(Session::activity)
                .sorted(Comparator.comparingInt(SessionActivity::pid))
                .toList();
    }
}
