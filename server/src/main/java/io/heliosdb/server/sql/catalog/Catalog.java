package io.heliosdb.server.sql.catalog;

import io.heliosdb.server.sql.type.DomainType;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the database holds, as of one moment: an immutable snapshot with quick lookup by name and by oid.
///
/// Two catalogs of one {@link CatalogService} are the same if and only if their versions are equal. Safe for any
/// thread.
public final class Catalog {

    public static final String SYSTEM_SCHEMA = "pg_catalog";
    public static final String PUBLIC_SCHEMA = "public";

    /// The role that owns the database and what is built in.
    public static final String BOOTSTRAP_ROLE = BuiltInObjects.OWNER;

    private final long version;
    private final CatalogContents contents;
    private final Map<QualifiedName, RelationDef> relations = new HashMap<>();
    private final Map<Integer, RelationDef> relationsByOid = new HashMap<>();
    private final Map<QualifiedName, IndexDef> indexes = new HashMap<>();
    private final Map<Integer, IndexDef> indexesByOid = new HashMap<>();
    private final Map<String, CatalogObject.Schema> schemas = new HashMap<>();
    private final Map<Integer, CatalogObject.Schema> schemasByOid = new HashMap<>();
    private final Map<String, CatalogObject.Role> roles = new HashMap<>();
    private final Map<QualifiedName, List<CatalogObject.Routine>> routines = new HashMap<>();
    private final Map<QualifiedName, Type> types = new HashMap<>();
    private final List<CatalogObject.DefaultPrivileges> defaults = new ArrayList<>();

    Catalog(long version, CatalogContents contents, VirtualRelations virtual) {
        this.version = version;
        this.contents = contents;
        for (RelationDef relation : virtual.all()) {
            add(relation);
        }
        for (CatalogObject object : contents.objects().values()) {
            add(object);
        }
        contents.types().forEach(this::addType);
    }

    private void add(CatalogObject object) {
        switch (object) {
            case RelationDef relation -> {
                relations.put(new QualifiedName(relation.schema(), relation.name()), relation);
                relationsByOid.put(relation.oid(), relation);
                if (relation instanceof RelationDef.Table table) {
                    for (IndexDef index : table.indexes()) {
                        indexes.put(new QualifiedName(table.schema(), index.name()), index);
                        indexesByOid.put(index.oid(), index);
                    }
                }
            }
            case CatalogObject.Schema schema -> {
                schemas.put(schema.name(), schema);
                schemasByOid.put(schema.oid(), schema);
            }
            case CatalogObject.Role role -> roles.put(role.name(), role);
            case CatalogObject.Routine routine ->
                routines.merge(new QualifiedName(routine.schema(), routine.name()), List.of(routine), Catalog::joined);
            case TypeDef type -> contents.type(type.oid()).ifPresent(t -> types.put(nameOf(type), t));
            case CatalogObject.Comment comment -> {}
            case CatalogObject.Privileges privileges -> {}
            case CatalogObject.DefaultPrivileges said -> defaults.add(said);
            case TableStatistics statistics -> {}
        }
    }

    private static QualifiedName nameOf(TypeDef type) {
        return new QualifiedName(type.schema(), type.name());
    }

    private void addType(QualifiedName name, Type type) {
        types.putIfAbsent(name, type);
    }

    private static <T> List<T> joined(List<T> left, List<T> right) {
        var all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }

    /// Changes whenever anything in it changes.
    public long version() {
        return version;
    }

    CatalogContents contents() {
        return contents;
    }

    public Optional<CatalogObject.Schema> schema(String name) {
        return Optional.ofNullable(schemas.get(name));
    }

    public Optional<CatalogObject.Schema> schema(int oid) {
        return Optional.ofNullable(schemasByOid.get(oid));
    }

    public Collection<CatalogObject.Schema> schemas() {
        return Collections.unmodifiableCollection(schemas.values());
    }

    /// A table, view, sequence or virtual relation; not an index.
    public Optional<RelationDef> relation(String schema, String name) {
        return Optional.ofNullable(relations.get(new QualifiedName(schema, name)));
    }

    public Optional<RelationDef> relation(int oid) {
        return Optional.ofNullable(relationsByOid.get(oid));
    }

    public Optional<RelationDef.Table> table(int oid) {
        return relationsByOid.get(oid) instanceof RelationDef.Table table ? Optional.of(table) : Optional.empty();
    }

    /// All relations, in no order.
    public Collection<RelationDef> relations() {
        return Collections.unmodifiableCollection(relationsByOid.values());
    }

    public Optional<IndexDef> index(String schema, String name) {
        return Optional.ofNullable(indexes.get(new QualifiedName(schema, name)));
    }

    public Optional<IndexDef> index(int oid) {
        return Optional.ofNullable(indexesByOid.get(oid));
    }

    /// Whether a relation or an index has that name; the two share a space of names.
    public boolean isRelationName(String schema, String name) {
        QualifiedName key = new QualifiedName(schema, name);
        return relations.containsKey(key) || indexes.containsKey(key);
    }

    public Optional<CatalogObject.Role> role(String name) {
        return Optional.ofNullable(roles.get(name));
    }

    public Collection<CatalogObject.Role> roles() {
        return Collections.unmodifiableCollection(roles.values());
    }

    /// Routines made by users, of one name.
    public List<CatalogObject.Routine> routines(String schema, String name) {
        return Collections.unmodifiableList(routines.getOrDefault(new QualifiedName(schema, name), List.of()));
    }

    /// A routine made by a user.
    public Optional<CatalogObject.Routine> routine(int oid) {
        return find(ObjectKey.Kind.ROUTINE, oid, 0, CatalogObject.Routine.class);
    }

    public Collection<CatalogObject.Routine> routines() {
        return routines.values().stream().flatMap(List::stream).toList();
    }

    /// A type by oid: built in, made by a user, a table's rows, or an array of one of these.
    public Optional<Type> type(int oid) {
        return contents.type(oid);
    }

    /// A type by its name in `pg_type`.
    public Optional<Type> type(String schema, String name) {
        Type user = types.get(new QualifiedName(schema, name));
        if (user != null) {
            return Optional.of(user);
        }
        return schema.equals(SYSTEM_SCHEMA) ? contents.builtInType(name) : Optional.empty();
    }

    /// How a user's type was defined.
    /// The default that a domain, or a domain below it, gives to columns; empty for other types and without one.
    public Optional<String> domainDefault(Type type) {
        Type at = type;
        while (at instanceof DomainType domain) {
            if (typeDef(domain.oid()).orElse(null) instanceof TypeDef.Domain def && def.defaultSql() != null) {
                return Optional.of(def.defaultSql());
            }
            at = domain.base().type();
        }
        return Optional.empty();
    }

    public Optional<TypeDef> typeDef(int oid) {
        return find(ObjectKey.Kind.TYPE, oid, 0, TypeDef.class);
    }

    public Collection<TypeDef> typeDefs() {
        return contents.objects().values().stream()
                .filter(TypeDef.class::isInstance)
                .map(TypeDef.class::cast)
                .toList();
    }

    /// The type of a table's or view's rows.
    public Optional<Type> rowType(RelationDef relation) {
        return contents.type(rowTypeOid(relation.oid()));
    }

    /// Relations take three oids: their own, their row type's, and that of arrays of rows.
    public static int rowTypeOid(int relationOid) {
        return relationOid + 1;
    }

    /// Composite types take three oids: their own, that of arrays of them, and that under which `pg_class` has
    /// their columns.
    public static int compositeRelationOid(TypeDef.Composite type) {
        return type.oid() + 2;
    }

    /// @param column `attnum`; 0 for the object itself
    public Optional<String> comment(int oid, int column) {
        return find(ObjectKey.Kind.COMMENT, oid, column, CatalogObject.Comment.class)
                .map(CatalogObject.Comment::text);
    }

    public Optional<CatalogObject.Privileges> privileges(int oid, int column) {
        return find(ObjectKey.Kind.PRIVILEGES, oid, column, CatalogObject.Privileges.class);
    }

    /// What ALTER DEFAULT PRIVILEGES has said of a role's new objects.
    ///
    /// @param schema in which they are made; empty for any
    /// @param kind the letter of `pg_default_acl.defaclobjtype`
    public Optional<CatalogObject.DefaultPrivileges> defaultPrivileges(String role, String schema, char kind) {
        return defaults.stream()
                .filter(d -> d.role().equals(role) && d.schema().equals(schema) && d.kind() == kind)
                .findFirst();
    }

    /// All of what ALTER DEFAULT PRIVILEGES has said.
    public List<CatalogObject.DefaultPrivileges> defaultPrivileges() {
        return Collections.unmodifiableList(defaults);
    }

    public Optional<TableStatistics> statistics(int tableOid) {
        return find(ObjectKey.Kind.STATISTICS, tableOid, 0, TableStatistics.class);
    }

    /// Every stored object, in no order.
    public Collection<CatalogObject> objects() {
        return Collections.unmodifiableCollection(contents.objects().values());
    }

    private <T extends CatalogObject> Optional<T> find(ObjectKey.Kind kind, int oid, int column, Class<T> type) {
        @Nullable CatalogObject object = contents.objects().get(new ObjectKey(kind, oid, column));
        return Optional.ofNullable(object).map(type::cast);
    }
}
