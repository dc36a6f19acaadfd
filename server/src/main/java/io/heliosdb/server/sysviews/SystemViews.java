package io.heliosdb.server.sysviews;

import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.server.node.Node;
import io.heliosdb.server.session.SessionRegistry;
import io.heliosdb.server.sql.LocalSqlEngine.Workplace;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.VirtualRelations;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.function.SqlFunctions;
import io.heliosdb.server.txn.Engine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Registers every system relation and the functions that go with them.
///
/// Functions come first, because the registry of functions is made before relations are read:
/// `new SystemViews(...)`, then {@link #functions}, then {@link #register}.
public final class SystemViews {

    private static final Set<String> POSTGRES_VIEWS = SystemRelation.all().stream()
            .filter(SystemRelation::view)
            .map(SystemRelation::name)
            .collect(Collectors.toUnmodifiableSet());

    private final LockViews locks;
    private final SessionViews sessions;
    private final DatabaseActivity activity;
    private final TableActivity tables;
    private final ReplicationViews replication;
    private final NodeFunctions nodeFunctions;

    /// @param engine whose locks are shown
    /// @param metrics all rows of `pg_replication_metrics`
    /// @param workplace whose counts are shown
    public SystemViews(
            Node node, Engine engine, SessionRegistry sessions, Supplier<List<Metric>> metrics, Workplace workplace) {
        this.activity = new DatabaseActivity(engine, sessions, workplace);
        this.tables = new TableActivity(workplace.rows());
        this.locks = new LockViews(engine);
        this.sessions = new SessionViews(sessions, locks::waits);
        this.replication = new ReplicationViews(node, metrics);
        this.nodeFunctions = new NodeFunctions(node);
    }

    /// Functions that read the catalog, the node and the sessions.
    public List<FunctionModule> functions() {
        return List.of(
                new CatalogFunctions(),
                new RoutineRows(),
                new CommentRows(),
                new DefinitionFunctions(),
                new LookupFunctions(),
                new ExpandArray(),
                new SizeFunctions(),
                new Privileges(),
                new PrivilegeFunctions(),
                new ChecksumFunction(),
                nodeFunctions,
                sessions,
                locks);
    }

    /// Adds the relations of `pg_catalog` and `information_schema`. One that PostgreSQL has and that has no
    /// content here is there with its columns and without rows.
    public void register(VirtualRelations relations, SqlFunctions functions) {
        Map<String, SystemRows> catalog = new HashMap<>();
        catalog.putAll(RelationRows.all());
        catalog.putAll(ColumnRows.all());
        catalog.putAll(ConstraintRows.all());
        catalog.put("pg_trigger", TriggerRows::triggers);
        catalog.putAll(CommentRows.all());
        catalog.putAll(SettingRows.all());
        catalog.put("pg_init_privs", Privileges::initial);
        catalog.put("pg_default_acl", Privileges::defaults);
        catalog.putAll(DependRows.all());
        catalog.putAll(RuleRows.all());
        catalog.putAll(TypeRows.all());
        catalog.putAll(RoleRows.all());
        catalog.putAll(new DatabaseRows(functions).all());
        catalog.putAll(ListingRows.all());
        catalog.putAll(StatisticsRows.all());
        catalog.putAll(sessions.all());
        catalog.putAll(activity.all());
        catalog.putAll(tables.all());
        catalog.putAll(locks.all());
        catalog.putAll(replication.postgres());
        Map<String, SystemRows> information = new HashMap<>(InformationSchema.all());
        information.putAll(GrantRows.all());
        for (SystemRelation relation : SystemRelation.all()) {
            Map<String, SystemRows> rows = relation.schema().equals("pg_catalog") ? catalog : information;
            relations.register(relation.with(rows.getOrDefault(relation.name(), FixedRows.of(relation))));
        }
        replication.own().forEach(relations::register);
    }

    /// Whether a system relation is a view in PostgreSQL, and so shown as one.
    static boolean isPostgresView(RelationDef.Virtual relation) {
        return relation.name().startsWith("pg_replication_") && relation.oid() >= 9_500 && relation.oid() < 9_600
                || POSTGRES_VIEWS.contains(relation.name());
    }
}
