package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.DomainType;
import io.heliosdb.server.sql.type.NameResolver;
import io.heliosdb.server.sql.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks values that become of a domain (PostgreSQL 18 manual, CREATE DOMAIN): everywhere, with the
/// constraints that the domain has now.
final class Domains {

    private Domains() {}

    /// @throws SqlException 23514, 23502
    static void check(Type type, @Nullable Object value, ExecutionContext execution) {
        if (type instanceof DomainType domain) {
            check(domain, domain, value, execution);
        } else if (type instanceof ArrayType array && value instanceof ArrayValue elements) {
            for (Object element : elements.elements()) {
                check(array.elementType(), element, execution);
            }
        }
    }

    // What the domains below ask comes first; the error names the outermost one.
    private static void check(DomainType named, DomainType domain, @Nullable Object value, ExecutionContext execution) {
        if (domain.base().type() instanceof DomainType below) {
            check(named, below, value, execution);
        } else {
            check(domain.base().type(), value, execution);
        }
        DomainAccess access = execution.tables().domain(domain.oid());
        if (value == null && access.def().notNull()) {
            throw new SqlException(
                            SqlState.NOT_NULL_VIOLATION,
                            "domain " + shown(named, execution) + " does not allow null values")
                    .with(fields(named, execution));
        }
        if (access.checks().isEmpty()) {
            return;
        }
        Frame frame = new Frame(access.shape(), List.of(), execution, null);
        frame.set(0, new ArrayTuple(new @Nullable Object[] {value}));
        for (TableAccess.CheckAccess check : access.checks()) {
            if (check.condition().test(frame) == Eval.FALSE) {
                throw new SqlException(
                                SqlState.CHECK_VIOLATION,
                                "value for domain " + shown(named, execution) + " violates check constraint \""
                                        + check.name() + "\"")
                        .with(fields(named, execution).withConstraint(check.name()));
            }
        }
    }

    private static String shown(DomainType domain, ExecutionContext execution) {
        return execution
                .context()
                .names()
                .nameOf(NameResolver.Kind.TYPE, domain.oid())
                .orElse(domain.name());
    }

    private static ErrorFields fields(DomainType domain, ExecutionContext execution) {
        TypeDef.Domain def = execution.tables().domain(domain.oid()).def();
        return ErrorFields.NONE.withDataType(def.schema(), def.name());
    }
}
