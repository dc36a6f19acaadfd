package io.heliosdb.server.sql.catalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sequences in stored default expressions: kept by oid, so that they can be renamed, and shown by name.
public final class DefaultText {

    private static final Pattern BY_OID = Pattern.compile("nextval\\('(\\d+)'::regclass\\)");

    private DefaultText() {}

    /// The default of a column that takes its values from a sequence.
    public static String nextval(int sequenceOid) {
        return "nextval('" + sequenceOid + "'::regclass)";
    }

    /// The sequence that a default takes values from; 0 when it is none.
    public static int sequenceOf(String sql) {
        Matcher matcher = BY_OID.matcher(sql);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /// The expression as `pg_get_expr` shows it.
    public static String display(String sql, SearchPath path) {
        return BY_OID.matcher(sql).replaceAll(match -> {
            int oid = Integer.parseInt(match.group(1));
            String name = path.catalog()
                    .relation(oid)
                    .map(r -> path.isVisible(r)
                            ? Identifiers.quote(r.name())
                            : new QualifiedName(r.schema(), r.name()).toString())
                    .orElse(match.group(1));
            return Matcher.quoteReplacement("nextval('" + name.replace("'", "''") + "'::regclass)");
        });
    }
}
