package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.analyze.Analyzer;
import io.heliosdb.server.sql.analyze.TypeNames;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.sql.catalog.CatalogWriter;
import io.heliosdb.server.sql.catalog.OidCounter;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.catalog.SequenceStore;
import io.heliosdb.server.sql.catalog.TableStatistics;
import io.heliosdb.server.sql.deparse.Deparser;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.privilege.Denied;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.privilege.Rights;
import io.heliosdb.server.sql.privilege.Securable;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.lock.LockWait;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// One command on its way: its transaction, its session and the services of the engine. Used by one thread.
final class CommandRun {

    /// Services of an engine that commands use.
    record Services(
            CatalogService catalogs, Engine engine, OidCounter oids, SequenceStore sequences, Analyzer analyzer) {}

    private final Services services;
    private final Transaction transaction;
    private final FunctionContext session;
    private final RowWork rows;
    private final CatalogWriter writer;

    CommandRun(Services services, Transaction transaction, FunctionContext session, RowWork rows) {
        this.services = services;
        this.transaction = transaction;
        this.session = session;
        this.rows = rows;
        this.writer = services.catalogs().writer(transaction);
    }

    Services services() {
        return services;
    }

    Transaction transaction() {
        return transaction;
    }

    FunctionContext session() {
        return session;
    }

    RowWork rows() {
        return rows;
    }

    Analyzer analyzer() {
        return services.analyzer();
    }

    Deparser deparser() {
        return new Deparser(services.analyzer());
    }

    /// The newest catalog with this transaction's changes.
    Catalog catalog() {
        return writer.catalog();
    }

    AnalysisContext analysis() {
        return AnalysisContext.of(catalog(), session);
    }

    SearchPath path() {
        return analysis().path();
    }

    TypeNames types() {
        return new TypeNames(path());
    }

    int newOid() {
        return services.oids().take(1);
    }

    /// The first of three oids: of a relation, its row type and arrays of rows.
    int newRelationOid() {
        return services.oids().take(3);
    }

    void put(CatalogObject object) {
        writer.lock(object, lockWait());
        new UsedTypes(this).keep(object);
        DefaultGrants defaults = new DefaultGrants(this);
        boolean said = defaults.isAbout(object);
        writer.put(object);
        if (said) {
            defaults.apply(object);
        }
    }

    /// What the user may do.
    Rights rights() {
        return Rights.of(catalog(), session.currentUser());
    }

    /// The role that a word means: `current_user` and its kin are no names.
    String roleName(String word) {
        return switch (word) {
            case "current_user", "current_role" -> session.currentUser();
            case "session_user" -> session.sessionUser();
            default -> word;
        };
    }

    /// The name of the role that is to own something; whoever came in by trust is one, too.
    ///
    /// @throws SqlException 42704
    String newOwner(String word) {
        String name = roleName(word);
        return name.equals(session.currentUser()) ? name : requireRole(name).name();
    }

    /// @throws SqlException 42704
    CatalogObject.Role requireRole(String name) {
        return catalog()
                .role(name)
                .orElseThrow(() -> new SqlException(SqlState.UNDEFINED_OBJECT, "role \"" + name + "\" does not exist"));
    }

    /// Whether a schema holds the session's own temporary objects, which are its own whatever role it has taken.
    boolean isOwnTemporary(String schema) {
        return schema.equals(path().temporary());
    }

    /// Locks what others may refer to, a schema or a type: `ACCESS_SHARE` to refer to it, `ACCESS_EXCLUSIVE` to
    /// drop or rename it. Whether it is still there is to be asked afterwards.
    void lockUse(int oid, TableLockMode mode) {
        lockTable(oid, mode);
    }

    /// Locks an object that is about to be read again and changed.
    void lock(CatalogObject object) {
        writer.lock(object, lockWait());
    }

    /// Removes an object and what is noted about it.
    void remove(CatalogObject object) {
        writer.lock(object, lockWait());
        writer.remove(object);
        removeNotes(object.oid());
    }

    /// Removes one thing that is noted about an object.
    void removeNote(CatalogObject note) {
        writer.lock(note, lockWait());
        writer.remove(note);
    }

    /// Removes what is noted about an object, or about a part of one that has an oid of its own.
    void removeNotes(int oid) {
        for (CatalogObject other : List.copyOf(catalog().objects())) {
            boolean note = other instanceof CatalogObject.Comment
                    || other instanceof CatalogObject.Privileges
                    || other instanceof TableStatistics;
            if (note && other.oid() == oid) {
                writer.remove(other);
            }
        }
    }

    /// Takes a name until the transaction ends, so that nobody else takes it meanwhile.
    void lockName(String space, String schema, String name) {
        writer.lockName(space, schema, name, lockWait());
    }

    void lockTable(int oid, TableLockMode mode) {
        lockTable(oid, mode, lockWait());
    }

    private void lockTable(int oid, TableLockMode mode, LockWait wait) {
        if (transaction.lockTable(oid, mode, wait)) {
            transaction.refreshSnapshot();
        }
    }

    void notice(String message) {
        notice("NOTICE", SqlState.SUCCESSFUL_COMPLETION, message);
    }

    void noticeWithDetail(String message, String detail) {
        session.service(Notices.class)
                .notice("NOTICE", SqlState.SUCCESSFUL_COMPLETION, message, ErrorFields.NONE.withDetail(detail));
    }

    void notice(String severity, SqlState state, String message) {
        session.service(Notices.class).notice(severity, state, message);
    }

    /// Where a new object of that name goes.
    String creationSchema(QualifiedName name, boolean temporary) {
        SearchPath path = path();
        if (name.isQualified()) {
            String schema = path.real(name.parts().get(name.parts().size() - 2));
            if (schema.equals(path.temporary())) {
                return temporarySchema();
            }
            checkSystem(schema);
            return openSchema(() -> schema);
        }
        if (temporary) {
            return temporarySchema();
        }
        return openSchema(() -> path().creationSchema()
                .orElseThrow(() ->
                        new SqlException(SqlState.INVALID_SCHEMA_NAME, "no schema has been selected to create in")));
    }

    /// As {@link #creationSchema}, of a relation: an error points at its name.
    String creationSchemaOfRelation(QualifiedName name, boolean temporary) {
        try {
            return creationSchema(name, temporary);
        } catch (SqlException e) {
            boolean refused =
                    e.state() == SqlState.INSUFFICIENT_PRIVILEGE && e.fields().position() == 0;
            throw refused ? e.withPosition(name.position() + 1) : e;
        }
    }

    /// As {@link #keptSchema}, one in which the user may make something.
    ///
    /// @throws SqlException 42501
    String openSchema(Supplier<String> name) {
        String schema = keptSchema(name);
        if (!isOwnTemporary(schema)) {
            rights().require(Securable.of(requireSchema(schema)), Privilege.CREATE);
        }
        return schema;
    }

    /// A schema that nobody drops or renames before this transaction ends.
    ///
    /// @param name says which; asked again after a wait
    String keptSchema(Supplier<String> name) {
        while (true) {
            CatalogObject.Schema schema = requireSchema(name.get());
            lockUse(schema.oid(), TableLockMode.ACCESS_SHARE);
            if (requireSchema(name.get()).oid() == schema.oid()) {
                return schema.name();
            }
        }
    }

    private static void checkSystem(String schema) {
        if (schema.equals(Catalog.SYSTEM_SCHEMA)) {
            throw new SqlException(SqlState.INSUFFICIENT_PRIVILEGE, "permission denied for schema " + schema);
        }
    }

    CatalogObject.Schema requireSchema(String name) {
        return catalog()
                .schema(name)
                .orElseThrow(
                        () -> new SqlException(SqlState.INVALID_SCHEMA_NAME, "schema \"" + name + "\" does not exist"));
    }

    private String temporarySchema() {
        Securable database = Securable.database(session.database());
        if (!rights().may(database, Privilege.TEMPORARY)) {
            throw Denied.because(
                    "permission denied to create temporary tables in database \"" + database.name() + "\"");
        }
        String name = path().temporary();
        if (catalog().schema(name).isEmpty()) {
            put(new CatalogObject.Schema(newOid(), name, session.currentUser()));
        }
        return name;
    }

    Optional<RelationDef> find(QualifiedName name) {
        if (!name.isQualified()) {
            return path().relation(name.last());
        }
        String schema = path().real(name.parts().get(name.parts().size() - 2));
        return catalog().relation(schema, name.last());
    }

    RelationDef require(QualifiedName name) {
        return find(name).orElseThrow(() -> {
            SqlException error = new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist");
            return error.withPosition(name.position() + 1);
        });
    }

    /// A table by name, locked; read again once the lock is there.
    RelationDef.Table lockedTable(QualifiedName name, TableLockMode mode) {
        return table(lockedRelation(name, mode, lockWait()));
    }

    /// As {@link #lockedTable}, of any kind.
    RelationDef lockedRelation(QualifiedName name, TableLockMode mode, LockWait wait) {
        while (true) {
            RelationDef relation = require(name);
            lockTable(relation.oid(), mode, wait);
            RelationDef now = require(name);
            if (now.oid() == relation.oid()) {
                return now;
            }
        }
    }

    private LockWait lockWait() {
        return session.lockWait();
    }

    static RelationDef.Table table(RelationDef relation) {
        if (relation instanceof RelationDef.Table table) {
            return table;
        }
        throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is not a table");
    }

    /// Prepares the change of a table's definition: nobody else changes it before this transaction ends.
    RelationDef.Table forChange(RelationDef.Table table) {
        writer.lock(table, lockWait());
        return catalog().table(table.oid()).orElse(table);
    }

    Map<Integer, RelationDef.Table> tablesReferencing(int oid) {
        Map<Integer, RelationDef.Table> found = new TreeMap<>();
        catalog().table(oid).ifPresent(table -> table.referencedBy()
                .forEach(other -> catalog().table(other).ifPresent(t -> found.put(other, t))));
        return found;
    }
}
