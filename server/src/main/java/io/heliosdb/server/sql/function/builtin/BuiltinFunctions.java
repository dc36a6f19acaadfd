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
                new ArrayFunctions(),
                new BitFunctions(),
                new ByteaFunctions(),
                new CollectingAggregates(),
                new ComparisonFunctions(),
                new DateTimeArithmetic(),
                new DateTimeFunctions(),
                new EncodingFunctions(),
                new EnumFunctions(),
                new ExtractFunctions(),
                new FloatFunctions(),
                new FormattingFunctions(),
                new HashFunctions(),
                new IdentifierFunctions(),
                new InetFunctions(),
                new IntegerFunctions(),
                new JsonAccess(),
                new JsonBuilding(),
                new JsonPathFunctions(),
                new JsonRecords(),
                new JsonbFunctions(),
                new JsonbPaths(),
                new NumericFunctions(),
                new OrderedSetAggregates(),
                new PatternFunctions(),
                new RegexFunctions(),
                new SeriesFunctions(),
                new SizeFunctions(),
                new StatisticsAggregates(),
                new StringAssembly(),
                new StringFunctions(),
                new SumAggregates(),
                new SystemFunctions(),
                new TruncateFunctions(),
                new WindowFunctions(),
                new ZoneFunctions());
    }

    /// The built-in modules and others.
    public static SqlFunctions with(List<? extends FunctionModule> others) {
        List<FunctionModule> all = new ArrayList<>(modules());
        all.addAll(others);
        return SqlFunctions.of(all);
    }
}
