package io.heliosdb.server.session;

import io.heliosdb.server.sql.SqlEngine;
import io.heliosdb.server.txn.Engine;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

/// What all sessions of a node share.
///
/// @param services what functions ask a session for, besides what the session has itself
/// @param timers runs short tasks that cancel statements; must not be blocked
/// @param defaults values of settings from the node's configuration, such as `port`
public record SessionEnvironment(
        Engine engine,
        SqlEngine sql,
        SettingDefinitions settings,
        Map<String, String> defaults,
        SessionRegistry registry,
        Notifications notifications,
        SessionServices services,
        ScheduledExecutorService timers,
        Clock clock) {}
