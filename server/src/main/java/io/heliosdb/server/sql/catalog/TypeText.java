package io.heliosdb.server.sql.catalog;

import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.Optional;

/// Types as SQL text names them: users' types by their names, with the schema where the search path needs it.
public final class TypeText {

    private TypeText() {}

    /// The type with its modifier.
    public static String of(DataType type, SearchPath path) {
        Type plain = type.type();
        if (Types.byOid(plain.oid()).isPresent() || plain.oid() == 0) {
            if (type.typmod() < 0 && plain.equals(Types.BIT)) {
                // The bare keyword means bit(1).
                return "\"bit\"";
            }
            return type.typmod() < 0 && plain.equals(Types.BPCHAR) ? "bpchar" : plain.displayName(type.typmod());
        }
        Optional<Type> element = Types.elementOf(plain);
        return element.isPresent() ? named(element.get(), path) + "[]" : named(plain, path);
    }

    private static String named(Type type, SearchPath path) {
        Catalog catalog = path.catalog();
        Optional<QualifiedName> name = catalog.typeDef(type.oid())
                .map(d -> new QualifiedName(d.schema(), d.name()))
                .or(() -> catalog.relation(type.oid() - 1).map(r -> new QualifiedName(r.schema(), r.name())));
        if (name.isEmpty()) {
            return type.displayName(-1);
        }
        boolean visible =
                path.type(name.get().name()).filter(t -> t.oid() == type.oid()).isPresent();
        return visible ? Identifiers.quote(name.get().name()) : name.get().toString();
    }
}
