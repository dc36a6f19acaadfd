package io.heliosdb.server.sql.catalog;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.DomainType;
import io.heliosdb.server.sql.type.EnumType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The stored objects of one catalog, decoded, and the types that users made. Immutable once built.
///
/// Columns hold types as objects, so a change of a type decodes every relation anew; other changes decode only what
/// has changed.
final class CatalogContents {

    /// An entry of this value marks a built-in object that was dropped.
    static final byte[] TOMBSTONE = new byte[0];

    private final Map<ObjectKey, byte[]> stored;
    private final Map<ObjectKey, CatalogObject> objects;
    private final Map<Integer, Set<Integer>> committedLabels;
    private final Map<Integer, Type> types = new HashMap<>();
    private final Set<Integer> resolving = new HashSet<>();

    private CatalogContents(
            Map<ObjectKey, byte[]> stored,
            Map<ObjectKey, CatalogObject> known,
            Map<Integer, Set<Integer>> committedLabels) {
        this.stored = stored;
        this.committedLabels = committedLabels;
        this.objects = new HashMap<>(known);
        CatalogCodec codec = new CatalogCodec(this::require);
        for (CatalogObject builtIn : BuiltInObjects.ALL) {
            if (!stored.containsKey(ObjectKey.of(builtIn))) {
                objects.put(ObjectKey.of(builtIn), builtIn);
            }
        }
        stored.forEach((key, value) -> {
            if (key.kind() == ObjectKey.Kind.TYPE && value.length > 0 && !objects.containsKey(key)) {
                objects.put(key, codec.decode(key, value));
            }
        });
        stored.forEach((key, value) -> {
            if (value.length > 0 && !objects.containsKey(key)) {
                objects.put(key, codec.decode(key, value));
            }
        });
        linkReferences();
        for (ObjectKey key : objects.keySet()) {
            if (key.kind() == ObjectKey.Kind.RELATION || key.kind() == ObjectKey.Kind.TYPE) {
                int oid = key.kind() == ObjectKey.Kind.TYPE ? key.oid() : Catalog.rowTypeOid(key.oid());
                userType(oid);
                userType(oid + 1);
            }
        }
    }

    static CatalogContents of(Map<ObjectKey, byte[]> stored) {
        return new CatalogContents(Map.copyOf(stored), Map.of(), Map.of());
    }

    /// These contents after some changes; a null value removes an entry.
    CatalogContents with(Map<ObjectKey, byte @Nullable []> changes) {
        return with(changes, Map.of());
    }

    /// These contents, which are committed, after changes that are not yet.
    CatalogContents withUncommitted(Map<ObjectKey, byte @Nullable []> changes) {
        Map<Integer, Set<Integer>> labels = new HashMap<>();
        for (ObjectKey key : changes.keySet()) {
            if (objects.get(key) instanceof TypeDef.Enumeration type) {
                labels.put(type.oid(), oids(type));
            }
        }
        return with(changes, labels);
    }

    private static Set<Integer> oids(TypeDef.Enumeration type) {
        return type.labels().stream()
                .map(TypeDef.Enumeration.Label::oid)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private CatalogContents with(Map<ObjectKey, byte @Nullable []> changes, Map<Integer, Set<Integer>> labels) {
        Map<ObjectKey, byte[]> changed = new HashMap<>(stored);
        boolean typesChanged = false;
        for (Map.Entry<ObjectKey, byte @Nullable []> change : changes.entrySet()) {
            byte[] value = change.getValue();
            typesChanged |= change.getKey().kind() == ObjectKey.Kind.TYPE;
            if (value == null) {
                changed.remove(change.getKey());
            } else {
                changed.put(change.getKey(), value);
            }
        }
        Map<ObjectKey, CatalogObject> known = new HashMap<>();
        if (!typesChanged) {
            known.putAll(objects);
            known.keySet().removeAll(changes.keySet());
        }
        return new CatalogContents(changed, known, labels);
    }

    private void linkReferences() {
        Map<Integer, Set<Integer>> referencedBy = new HashMap<>();
        for (CatalogObject object : objects.values()) {
            if (object instanceof RelationDef.Table table) {
                for (ConstraintDef constraint : table.constraints()) {
                    if (constraint instanceof ConstraintDef.ForeignKey key) {
                        referencedBy
                                .computeIfAbsent(key.referencedTable(), k -> new TreeSet<>())
                                .add(table.oid());
                    }
                }
            }
        }
        objects.replaceAll((key, object) -> {
            if (object instanceof RelationDef.Table table) {
                List<Integer> wanted = List.copyOf(referencedBy.getOrDefault(table.oid(), Set.of()));
                return wanted.equals(table.referencedBy()) ? table : table.withReferencedBy(wanted);
            }
            return object;
        });
    }

    Map<ObjectKey, CatalogObject> objects() {
        return objects;
    }

    /// User types and their arrays by name.
    Map<QualifiedName, Type> types() {
        Map<QualifiedName, Type> named = new HashMap<>();
        objects.values().forEach(object -> {
            if (object instanceof TypeDef def) {
                Type array = types.get(def.arrayOid());
                if (array != null) {
                    named.put(new QualifiedName(def.schema(), array.name()), array);
                }
            } else if (object instanceof RelationDef.Table || object instanceof RelationDef.View) {
                RelationDef relation = (RelationDef) object;
                Type row = types.get(Catalog.rowTypeOid(relation.oid()));
                if (row != null) {
                    named.put(new QualifiedName(relation.schema(), relation.name()), row);
                    Type array = Objects.requireNonNull(types.get(row.oid() + 1));
                    named.put(new QualifiedName(relation.schema(), array.name()), array);
                }
            }
        });
        return named;
    }

    Optional<Type> builtInType(String name) {
        return Types.byName(name);
    }

    Optional<Type> type(int oid) {
        Optional<Type> builtIn = Types.byOid(oid);
        return builtIn.isPresent() ? builtIn : Optional.ofNullable(types.get(oid));
    }

    private Type require(int oid) {
        Optional<Type> builtIn = Types.byOid(oid);
        if (builtIn.isPresent()) {
            return builtIn.get();
        }
        Type type = userType(oid);
        if (type == null) {
            throw new IllegalStateException("the catalog refers to type " + oid + ", which it does not hold");
        }
        return type;
    }

    private @Nullable Type userType(int oid) {
        Type known = types.get(oid);
        if (known != null) {
            return known;
        }
        if (!resolving.add(oid)) {
            throw new SqlException(
                    SqlState.INVALID_OBJECT_DEFINITION, "a composite type cannot be made a member of itself");
        }
        Type made = make(oid);
        resolving.remove(oid);
        if (made != null) {
            types.put(oid, made);
        }
        return made;
    }

    private @Nullable Type make(int oid) {
        CatalogObject def = object(new ObjectKey(ObjectKey.Kind.TYPE, oid, 0));
        if (def == null) {
            def = object(new ObjectKey(ObjectKey.Kind.RELATION, oid - 1, 0));
        }
        return switch (def) {
            case TypeDef.Enumeration e ->
                new EnumType(
                        oid,
                        e.name(),
                        e.arrayOid(),
                        e.labels().stream()
                                .map(l -> new EnumType.Label(l.oid(), l.name(), l.sortOrder()))
                                .toList(),
                        uncommitted(e));
            case TypeDef.Domain d ->
                new DomainType(oid, d.name(), d.arrayOid(), new DataType(require(d.baseType()), d.typmod()));
            case TypeDef.Composite c -> {
                List<RowType.Field> fields = new ArrayList<>();
                c.attributes()
                        .forEach(a -> fields.add(
                                new RowType.Field(a.name(), new DataType(require(a.typeOid()), a.typmod()))));
                yield new RowType(oid, c.name(), c.arrayOid(), fields);
            }
            case RelationDef.Table t -> rowType(oid, t);
            case RelationDef.View v -> rowType(oid, v);
            case null, default -> makeArray(oid);
        };
    }

    // The labels of a type that is new with them go when it goes.
    private Set<Integer> uncommitted(TypeDef.Enumeration type) {
        Set<Integer> committed = committedLabels.get(type.oid());
        if (committed == null) {
            return Set.of();
        }
        Set<Integer> added = oids(type);
        added.removeAll(committed);
        return added;
    }

    private @Nullable Type makeArray(int oid) {
        boolean ofType = object(new ObjectKey(ObjectKey.Kind.TYPE, oid - 1, 0)) != null;
        CatalogObject relation = object(new ObjectKey(ObjectKey.Kind.RELATION, oid - 2, 0));
        if (!ofType && !(relation instanceof RelationDef.Table) && !(relation instanceof RelationDef.View)) {
            return null;
        }
        Type element = userType(oid - 1);
        return element == null ? null : new ArrayType(element);
    }

    private @Nullable CatalogObject object(ObjectKey key) {
        CatalogObject known = objects.get(key);
        if (known == null) {
            byte[] value = stored.get(key);
            if (value != null && value.length > 0) {
                known = new CatalogCodec(this::require).decode(key, value);
                objects.put(key, known);
            }
        }
        return known;
    }

    private static RowType rowType(int oid, RelationDef relation) {
        List<RowType.Field> fields = relation.columns().stream()
                .filter(c -> !c.dropped())
                .map(c -> new RowType.Field(c.name(), c.type()))
                .toList();
        return new RowType(oid, relation.name(), oid + 1, fields);
    }
}
