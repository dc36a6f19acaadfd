package io.heliosdb.server.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes queries over the tables of `optimizer/tables.sql`: joins of all kinds, subqueries in every place, NULLs
/// everywhere. The same seed gives the same queries. All columns are whole numbers.
final class RandomQueries {

    private record Relation(String alias, List<String> columns) {}

    private static final List<Relation> TABLES = List.of(
            new Relation("dept", List.of("id", "boss")),
            new Relation("emp", List.of("id", "dept", "manager", "pay")),
            new Relation("proj", List.of("id", "dept", "budget")),
            new Relation("work", List.of("emp", "proj", "hours")),
            new Relation("nn", List.of("a", "b")));

    private final Random random;
    private int aliases;

    RandomQueries(long seed) {
        this.random = new Random(seed);
    }

    String next() {
        aliases = 0;
        return query(2, List.of(), 3);
    }

    private String query(int depth, List<Relation> outer, int width) {
        List<Relation> relations = new ArrayList<>();
        String from = from(depth, relations);
        List<Relation> visible = new ArrayList<>(outer);
        visible.addAll(relations);
        StringBuilder sql = new StringBuilder("select ");
        boolean grouped = random.nextInt(4) == 0;
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            String column = column(relations);
            if (grouped && i > 0) {
                sql.append(", ").append(aggregate(column));
            } else {
                keys.add(column);
                sql.append(i == 0 ? "" : ", ").append(column);
            }
        }
        sql.append(" from ").append(from);
        if (random.nextInt(4) > 0) {
            sql.append(" where ").append(conditions(depth, relations, visible));
        }
        if (grouped) {
            sql.append(" group by ").append(String.join(", ", keys));
            if (random.nextInt(3) == 0) {
                sql.append(" having count(*) > ").append(random.nextInt(3));
            }
        }
        return sql.toString();
    }

    private String aggregate(String column) {
        return switch (random.nextInt(5)) {
            case 0 -> "count(*)";
            case 1 -> "count(" + column + ")";
            case 2 -> "min(" + column + ")";
            case 3 -> "max(" + column + ")";
            default -> "sum(" + column + ")";
        };
    }

    private String from(int depth, List<Relation> relations) {
        StringBuilder sql = new StringBuilder(item(depth, relations));
        int more = random.nextInt(depth == 2 ? 4 : 2);
        for (int i = 0; i < more; i++) {
            List<Relation> before = List.copyOf(relations);
            int kind = random.nextInt(8);
            if (kind == 0) {
                sql.append(" cross join ").append(item(depth, relations));
                continue;
            }
            String join = kind < 4 ? " join " : kind < 6 ? " left join " : kind < 7 ? " right join " : " full join ";
            String item = item(depth, relations);
            List<Relation> added = List.of(relations.getLast());
            sql.append(join).append(item).append(" on ");
            sql.append(column(before)).append(" = ").append(column(added));
            if (kind != 7 && random.nextInt(3) == 0) {
                sql.append(" and ").append(comparison(relations));
            }
        }
        return sql.toString();
    }

    private String item(int depth, List<Relation> relations) {
        String alias = "t" + aliases++;
        if (depth > 0 && random.nextInt(6) == 0) {
            int width = 1 + random.nextInt(3);
            List<String> names = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                names.add("c" + i);
            }
            String inner = query(depth - 1, List.of(), width);
            if (random.nextInt(4) == 0) {
                inner += (random.nextBoolean() ? " union all " : " union ") + query(depth - 1, List.of(), width);
            } else if (random.nextInt(6) == 0) {
                inner = inner.replaceFirst("select ", "select distinct ");
            }
            relations.add(new Relation(alias, names));
            return "(" + inner + ") as " + alias + "(" + String.join(", ", names) + ")";
        }
        Relation table = TABLES.get(random.nextInt(TABLES.size()));
        relations.add(new Relation(alias, table.columns));
        return table.alias + " " + alias;
    }

    private String conditions(int depth, List<Relation> own, List<Relation> visible) {
        List<String> made = new ArrayList<>();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            made.add(condition(depth, own, visible));
        }
        return String.join(" and ", made);
    }

    private String condition(int depth, List<Relation> own, List<Relation> visible) {
        if (depth > 0 && random.nextInt(3) == 0) {
            return subquery(depth, own, visible);
        }
        return switch (random.nextInt(12)) {
            case 0 -> "(" + comparison(visible) + " or " + condition(depth, own, visible) + ")";
            case 1 -> "not (" + comparison(visible) + ")";
            case 2 -> column(own) + " is null";
            case 3 -> column(own) + " is not null";
            case 4 -> column(own) + " in (" + constant() + ", " + constant() + ")";
            case 5 -> "coalesce(" + column(own) + ", " + constant() + ") < " + column(visible);
            default -> comparison(visible);
        };
    }

    private String subquery(int depth, List<Relation> own, List<Relation> visible) {
        String not = random.nextInt(3) == 0 ? "not " : "";
        return switch (random.nextInt(4)) {
            case 0 -> not + "exists (" + query(depth - 1, visible, 1) + ")";
            case 1 -> column(own) + " " + not + "in (" + query(depth - 1, visible, 1) + ")";
            case 2 -> correlatedExists(not, own);
            default -> scalar(own);
        };
    }

    private String correlatedExists(String not, List<Relation> own) {
        List<Relation> inner = new ArrayList<>();
        String item = item(0, inner);
        String extra = random.nextBoolean() ? " and " + comparison(inner) : "";
        return not + "exists (select 1 from " + item + " where " + column(inner) + " = " + column(own) + extra + ")";
    }

    private String scalar(List<Relation> own) {
        List<Relation> inner = new ArrayList<>();
        String item = item(0, inner);
        return column(own) + operator() + "(select " + aggregate(column(inner)) + " from " + item + " where "
                + column(inner) + " = " + column(own) + ")";
    }

    private String comparison(List<Relation> relations) {
        return column(relations) + operator() + (random.nextInt(3) == 0 ? constant() : column(relations));
    }

    private String operator() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> " < ";
            case 2, 3 -> " >= ";
            case 4, 5 -> " <> ";
            default -> " = ";
        };
    }

    private String constant() {
        return Integer.toString(random.nextInt(8));
    }

    private String column(List<Relation> relations) {
        Relation relation = relations.get(random.nextInt(relations.size()));
        return relation.alias + "." + relation.columns.get(random.nextInt(relation.columns.size()));
    }
}
