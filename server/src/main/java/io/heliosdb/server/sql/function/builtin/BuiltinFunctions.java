package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.function.SqlFunctions;
import java.util.ArrayList;
import java.util.List;

/// All built-in functions.
public final class BuiltinFunctions {

    private BuiltinFunctions() {}

    /// The built-in modules.
    public static List<FunctionModule> modules() {
        return List.of(
                new IntegerFunctions(),
                new NumericFunctions(),
                new FloatFunctions(),
                new ComparisonFunctions(),
                new StringFunctions(),
                new StringAssembly(),
                new EncodingFunctions(),
                new ByteaFunctions(),
                new PatternFunctions(),
                new RegexFunctions(),
                new BitFunctions(),
                new SumAggregates(),
                new StatisticsAggregates(),
                new CollectingAggregates(),
                new WindowFunctions(),
                new ArrayFunctions(),
                new DateTimeArithmetic(),
                new DateTimeFunctions(),
                new EnumFunctions(),
                new ExtractFunctions(),
                new JsonAccess(),
                new JsonBuilding(),
                new JsonbFunctions(),
                new SeriesFunctions(),
                new SizeFunctions(),
                new SystemFunctions(),
                new TruncateFunctions(),
                new ZoneFunctions());
    }

    /// The built-in modules and others.
    public static SqlFunctions with(List<? extends FunctionModule> others) {
        List<FunctionModule> all = new ArrayList<>(modules());
        all.addAll(others);
        return SqlFunctions.of(all);
    }
}
