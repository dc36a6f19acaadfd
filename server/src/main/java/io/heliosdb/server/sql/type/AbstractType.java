package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What most types have in common: their facts, no modifiers, identity by oid.
abstract class AbstractType implements Type {

    private final TypeFacts facts;

    AbstractType(String name) {
        this(TypeFacts.named(name));
    }

    AbstractType(TypeFacts facts) {
        this.facts = facts;
    }

    @Override
    public final int oid() {
        return facts.oid();
    }

    @Override
    public final String name() {
        return facts.name();
    }

    @Override
    public String displayName(int typmod) {
        return facts.display();
    }

    @Override
    public TypeCategory category() {
        return facts.typeCategory();
    }

    @Override
    public final boolean isPreferred() {
        return facts.preferred();
    }

    @Override
    public final int length() {
        return facts.length();
    }

    @Override
    public final int arrayOid() {
        return facts.array();
    }

    @Override
    public final char delimiter() {
        return facts.delimiter();
    }

    @Override
    public int storageSize() {
        return -1;
    }

    @Override
    public int parseModifiers(List<String> modifiers) {
        throw new SqlException(SqlState.SYNTAX_ERROR, "type modifier is not allowed for type \"" + name() + "\"");
    }

    @Override
    public Object applyModifier(Object value, int typmod, boolean explicit) {
        return value;
    }

    @Override
    public int hash(Object value) {
        return value.hashCode();
    }

    /// 42883: the type has no order, and is no key.
    SqlException noOrder() {
        return new SqlException(
                SqlState.UNDEFINED_FUNCTION, "could not identify a comparison function for type " + displayName(-1));
    }

    /// Checks that the binary form has exactly so many bytes.
    static void expectRemaining(ByteBuffer bytes, int length) {
        if (bytes.remaining() < length) {
            throw TypeErrors.insufficientData();
        }
        if (bytes.remaining() > length) {
            throw TypeErrors.invalidBinary("incorrect binary data format");
        }
    }

    static byte[] remaining(ByteBuffer bytes) {
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        return all;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Type type && type.oid() == oid();
    }

    @Override
    public final int hashCode() {
        return oid();
    }

    @Override
    public String toString() {
        return displayName(-1);
    }
}
