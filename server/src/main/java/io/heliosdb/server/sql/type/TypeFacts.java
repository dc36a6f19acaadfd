package io.heliosdb.server.sql.type;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One row of PostgreSQL 15's own `pg_type`, as far as types are built in here; `pg_type.tsv` holds them.
///
/// @param kind `typtype`: b or p
/// @param subscript the handler of `[]`, or `-`
/// @param display what `format_type(oid, null)` says
public record TypeFacts(
        int oid,
        String name,
        int length,
        boolean byValue,
        char kind,
        char category,
        boolean preferred,
        char delimiter,
        int element,
        int array,
        String subscript,
        String input,
        String output,
        String receive,
        String send,
        String modifierInput,
        String modifierOutput,
        char align,
        char storage,
        int collation,
        String display) {

    private static final List<TypeFacts> ALL =
            Tsv.read(TypeFacts.class, "pg_type.tsv").map(TypeFacts::of).toList();
    private static final Map<String, TypeFacts> BY_NAME = byName();

    /// All rows, by oid.
    public static List<TypeFacts> all() {
        return ALL;
    }

    static TypeFacts named(String name) {
        TypeFacts facts = BY_NAME.get(name);
        if (facts == null) {
            throw new IllegalArgumentException("no built-in type " + name);
        }
        return facts;
    }

    /// Facts of a composite or enum type made by users.
    static TypeFacts user(int oid, String name, int arrayOid, char category) {
        boolean composite = category == 'C';
        return made(oid, name, category + (composite ? "c" : "e"), new int[] {composite ? -1 : 4, 0, arrayOid}, name);
    }

    /// Facts of a domain made by users.
    static TypeFacts domain(int oid, String name, int arrayOid, Type base) {
        return made(oid, name, base.category().code() + "d", new int[] {base.length(), 0, arrayOid}, name);
    }

    /// Facts of the array type of a type made by users.
    static TypeFacts userArray(Type element) {
        String name = NameType.truncate("_" + element.name());
        return made(element.arrayOid(), name, "Ab", new int[] {-1, element.oid(), 0}, element.displayName(-1) + "[]");
    }

    // The codes are category and kind, the numbers are length, element and array.
    private static TypeFacts made(int oid, String name, String codes, int[] numbers, String display) {
        return new TypeFacts(
                oid,
                name,
                numbers[0],
                false,
                codes.charAt(1),
                codes.charAt(0),
                false,
                ',',
                numbers[1],
                numbers[2],
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                'i',
                'x',
                0,
                display);
    }

    TypeCategory typeCategory() {
        return TypeCategory.of(category);
    }

    private static Map<String, TypeFacts> byName() {
        Map<String, TypeFacts> map = new HashMap<>();
        for (TypeFacts facts : ALL) {
            map.put(facts.name, facts);
        }
        return map;
    }

    private static TypeFacts of(List<String> row) {
        return new TypeFacts(
                Integer.parseInt(row.get(0)),
                row.get(1),
                Integer.parseInt(row.get(2)),
                row.get(3).equals("t"),
                row.get(4).charAt(0),
                row.get(5).charAt(0),
                row.get(6).equals("t"),
                row.get(7).charAt(0),
                Integer.parseInt(row.get(8)),
                Integer.parseInt(row.get(9)),
                row.get(10),
                row.get(11),
                row.get(12),
                row.get(13),
                row.get(14),
                row.get(15),
                row.get(16),
                row.get(17).charAt(0),
                row.get(18).charAt(0),
                Integer.parseInt(row.get(19)),
                row.get(20));
    }
}
