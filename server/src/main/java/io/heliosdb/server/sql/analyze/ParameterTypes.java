package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The types of `$1…` of one statement: declared, or found out from the first use that says what is wanted.
final class ParameterTypes {

    /// The extended protocol counts parameters in 16 bits.
    private static final int MAX = 65535;

    private final List<@Nullable Type> types;

    ParameterTypes(List<@Nullable Type> declared) {
        types = new ArrayList<>(declared);
        types.replaceAll(type -> type == null || TypeRules.isUnknown(type) ? null : type);
    }

    Expr use(int number) {
        if (number < 1 || number > MAX) {
            throw new SqlException(SqlState.UNDEFINED_PARAMETER, "there is no parameter $" + number);
        }
        while (types.size() < number) {
            types.add(null);
        }
        Type type = types.get(number - 1);
        return new Expr.Parameter(number, DataType.of(type == null ? Types.UNKNOWN : type));
    }

    /// Settles the type of a parameter whose type was not known.
    Expr settle(Expr.Parameter parameter, Type wanted) {
        Type known = types.get(parameter.number() - 1);
        if (known == null) {
            types.set(parameter.number() - 1, wanted);
        } else if (!known.equals(wanted)) {
            throw new SqlException(
                            SqlState.AMBIGUOUS_PARAMETER,
                            "inconsistent types deduced for parameter $" + parameter.number())
                    .withDetail(known.displayName(-1) + " versus " + wanted.displayName(-1));
        }
        return new Expr.Parameter(parameter.number(), DataType.of(wanted));
    }

    /// All types.
    ///
    /// @throws SqlException 42P18 when one could not be found out
    List<Type> all() {
        List<Type> all = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            Type type = types.get(i);
            if (type == null) {
                throw new SqlException(
                        SqlState.INDETERMINATE_DATATYPE, "could not determine data type of parameter $" + (i + 1));
            }
            all.add(type);
        }
        return all;
    }
}
