package io.heliosdb.server.sql.algebra;

import io.heliosdb.server.sql.tree.Expr;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/// The few types that Calcite is told: truth values, counts, and one opaque type for everything else. The real
/// types stay in the typed expressions.
final class FieldTypes {

    private static final int BOOL_OID = 16;

    private FieldTypes() {}

    static boolean isTruth(Expr expr) {
        return expr.baseType().oid() == BOOL_OID;
    }

    static RelDataType opaque(RelDataTypeFactory factory) {
        return factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.ANY), true);
    }

    static RelDataType truth(RelDataTypeFactory factory) {
        return factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.BOOLEAN), true);
    }

    static RelDataType count(RelDataTypeFactory factory) {
        return factory.createSqlType(SqlTypeName.BIGINT);
    }

    static RelDataType of(Expr expr, RelDataTypeFactory factory) {
        return isTruth(expr) ? truth(factory) : opaque(factory);
    }
}
