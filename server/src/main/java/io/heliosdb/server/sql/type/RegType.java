package io.heliosdb.server.sql.type;

/// `regclass`, `regtype` and kin: oids that are read and shown as the names of what they identify.
final class RegType extends OidType {

    private final NameResolver.Kind kind;

    RegType(String name, NameResolver.Kind kind) {
        super(name);
        this.kind = kind;
    }

    @Override
    public Object parse(String text, TypeContext context) {
        if (text.equals("-")) {
            return 0L;
        }
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Integers.parseUnsigned(text, "oid");
        }
        return context.names().oidOf(kind, text);
    }

    @Override
    public String format(Object value, TypeContext context) {
        long oid = (Long) value;
        return oid == 0 ? "-" : context.names().nameOf(kind, oid).orElseGet(() -> Long.toString(oid));
    }
}
