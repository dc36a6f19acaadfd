package io.heliosdb.server.sql.function.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.function.SqlFunctions;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuiltinFunctionsTest {

    @Test
    void everyBoundSymbolIsPostgres() {
        SqlFunctions all = BuiltinFunctions.with(List.of());

        assertThat(all.functions().named("int4pl")).hasSize(1);
        assertThat(all.operators().exact("=", Types.INT4, Types.INT4))
                .hasValueSatisfying(op -> assertThat(op.meaning()).isEqualTo(OperatorDef.Meaning.EQUAL));
        assertThat(all.operators().exact("<>", Types.INT4, Types.INT8))
                .hasValueSatisfying(op -> assertThat(op.meaning()).isEqualTo(OperatorDef.Meaning.NOT_EQUAL));
        assertThat(all.casts().find(Types.INT4, Types.INT8)).isPresent();
    }
}
