package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The built-in types, by constant, by oid and by name.
public final class Types {

    public static final Type BOOL = new BoolType();
    public static final Type BYTEA = new ByteaType();
    public static final Type CHAR = new CharType();
    public static final Type NAME = new NameType();
    public static final Type INT8 = new LongType("int8");
    public static final Type INT2 = new IntType("int2");
    public static final Type INT4 = new IntType("int4");
    public static final Type TEXT = new StringType("text");
    public static final Type OID = new OidType("oid");
    public static final Type TID = new TidType();
    public static final Type XID = new OidType("xid");
    public static final Type XID8 = new Xid8Type();
    public static final Type CID = new OidType("cid");
    public static final Type PG_LSN = new LsnType();
    public static final Type FLOAT4 = new Float4Type();
    public static final Type FLOAT8 = new Float8Type();
    public static final Type NUMERIC = new NumericType();
    public static final Type MONEY = new MoneyType();
    public static final Type BPCHAR = new BpcharType();
    public static final Type VARCHAR = new VarcharType();
    public static final Type UNKNOWN = new StringType("unknown");
    public static final Type CSTRING = new StringType("cstring");
    public static final Type REFCURSOR = new StringType("refcursor");
    public static final Type ACLITEM = new StringType("aclitem");
    public static final Type PG_NODE_TREE = new StringType("pg_node_tree");
    public static final Type DATE = new DateType();
    public static final Type TIME = new TimeType();
    public static final Type TIMETZ = new TimeTzType();
    public static final Type TIMESTAMP = new TimestampType(false);
    public static final Type TIMESTAMPTZ = new TimestampType(true);
    public static final Type INTERVAL = new IntervalType();
    public static final Type UUID = new UuidType();
    public static final Type JSON = new JsonType();
    public static final Type JSONB = new JsonbType();
    public static final Type JSONPATH = new JsonPathType();
    public static final Type BIT = new BitType(false);
    public static final Type VARBIT = new BitType(true);
    public static final Type INET = new InetType(false);
    public static final Type CIDR = new InetType(true);
    public static final Type MACADDR = new MacAddrType();
    public static final Type REGPROC = new RegType("regproc", NameResolver.Kind.PROC);
    public static final Type REGPROCEDURE = new RegType("regprocedure", NameResolver.Kind.PROCEDURE);
    public static final Type REGOPER = new RegType("regoper", NameResolver.Kind.OPER);
    public static final Type REGOPERATOR = new RegType("regoperator", NameResolver.Kind.OPERATOR);
    public static final Type REGCLASS = new RegType("regclass", NameResolver.Kind.CLASS);
    public static final Type REGTYPE = new RegType("regtype", NameResolver.Kind.TYPE);
    public static final Type REGNAMESPACE = new RegType("regnamespace", NameResolver.Kind.NAMESPACE);
    public static final Type REGROLE = new RegType("regrole", NameResolver.Kind.ROLE);
    public static final Type REGCOLLATION = new RegType("regcollation", NameResolver.Kind.COLLATION);
    public static final Type REGCONFIG = new RegType("regconfig", NameResolver.Kind.CONFIG);
    public static final Type REGDICTIONARY = new RegType("regdictionary", NameResolver.Kind.DICTIONARY);
    public static final Type INT2VECTOR = new VectorType("int2vector", INT2);
    public static final Type OIDVECTOR = new VectorType("oidvector", OID);
    public static final Type VOID = new VoidType();
    public static final Type RECORD = RowType.record(List.of());
    public static final Type ANY = new PseudoType("any");
    public static final Type ANYELEMENT = new PseudoType("anyelement");
    public static final Type ANYARRAY = new PseudoType("anyarray");
    public static final Type ANYNONARRAY = new PseudoType("anynonarray");
    public static final Type ANYENUM = new PseudoType("anyenum");
    public static final Type ANYCOMPATIBLE = new PseudoType("anycompatible");
    public static final Type ANYCOMPATIBLEARRAY = new PseudoType("anycompatiblearray");
    public static final Type ANYCOMPATIBLENONARRAY = new PseudoType("anycompatiblenonarray");
    public static final Type INTERNAL = new PseudoType("internal");
    public static final Type TRIGGER = new PseudoType("trigger");

    private static final Map<Integer, Type> BY_OID = new HashMap<>();
    private static final Map<String, Type> BY_NAME = new HashMap<>();

    static {
        Type[] all = {
            BOOL,
            BYTEA,
            CHAR,
            NAME,
            INT8,
            INT2,
            INT4,
            TEXT,
            OID,
            TID,
            XID,
            XID8,
            CID,
            PG_LSN,
            FLOAT4,
            FLOAT8,
            NUMERIC,
            MONEY,
            BPCHAR,
            VARCHAR,
            UNKNOWN,
            CSTRING,
            REFCURSOR,
            ACLITEM,
            PG_NODE_TREE,
            DATE,
            TIME,
            TIMETZ,
            TIMESTAMP,
            TIMESTAMPTZ,
            INTERVAL,
            UUID,
            JSON,
            JSONB,
            JSONPATH,
            BIT,
            VARBIT,
            INET,
            CIDR,
            MACADDR,
            REGPROC,
            REGPROCEDURE,
            REGOPER,
            REGOPERATOR,
            REGCLASS,
            REGTYPE,
            REGNAMESPACE,
            REGROLE,
            REGCOLLATION,
            REGCONFIG,
            REGDICTIONARY,
            INT2VECTOR,
            OIDVECTOR,
            VOID,
            RECORD,
            ANY,
            ANYELEMENT,
            ANYARRAY,
            ANYNONARRAY,
            ANYENUM,
            ANYCOMPATIBLE,
            ANYCOMPATIBLEARRAY,
            ANYCOMPATIBLENONARRAY,
            INTERNAL,
            TRIGGER
        };
        for (Type type : all) {
            add(type);
        }
        for (TypeFacts facts : TypeFacts.all()) {
            Type element = BY_OID.get(facts.element());
            if (facts.subscript().equals("array_subscript_handler")
                    && element != null
                    && !BY_OID.containsKey(facts.oid())) {
                add(new ArrayType(facts, element));
            }
        }
    }

    private Types() {}

    private static void add(Type type) {
        BY_OID.put(type.oid(), type);
        BY_NAME.put(type.name(), type);
    }

    /// A built-in type by its oid.
    public static Optional<Type> byOid(int oid) {
        return Optional.ofNullable(BY_OID.get(oid));
    }

    /// A built-in type by `typname`, such as `int4` or `_text`.
    public static Optional<Type> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /// All built-in types, in no order.
    public static Collection<Type> all() {
        return Collections.unmodifiableCollection(BY_OID.values());
    }

    /// The type of arrays of a type, built in or made by users; arrays of arrays are arrays of the same element.
    ///
    /// @throws io.heliosdb.server.common.SqlException 42704 when the type has none
    public static ArrayType arrayOf(Type element) {
        if (BY_OID.get(element.arrayOid()) instanceof ArrayType array) {
            return array;
        }
        if (element instanceof ArrayType array && !(element instanceof VectorType)) {
            return array;
        }
        if (element.arrayOid() == 0) {
            throw new SqlException(
                    SqlState.UNDEFINED_OBJECT, "could not find array type for data type " + element.displayName(-1));
        }
        return new ArrayType(element);
    }

    /// The element type of an array type (or of int2vector and oidvector).
    public static Optional<Type> elementOf(Type array) {
        return array instanceof ArrayType type ? Optional.of(type.elementType()) : Optional.empty();
    }

    /// Whether a type stands for others in declarations, and is resolved at each call.
    public static boolean isPolymorphic(Type type) {
        return switch (type.name()) {
            case "anyelement",
                    "anyarray",
                    "anynonarray",
                    "anyenum",
                    "anycompatible",
                    "anycompatiblearray",
                    "anycompatiblenonarray" -> type.category() == TypeCategory.PSEUDO;
            default -> false;
        };
    }

    /// The type below all domains.
    public static Type baseOf(Type type) {
        Type base = type;
        while (base instanceof DomainType domain) {
            base = domain.base().type();
        }
        return base;
    }
}
