package io.heliosdb.server.boot;

import io.heliosdb.server.sql.LocalSqlEngine;
import io.heliosdb.server.sql.SqlEngine;
import io.heliosdb.server.sql.analyze.Analyzer;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.sql.catalog.SequenceStore;
import io.heliosdb.server.sql.catalog.VirtualRelations;
import io.heliosdb.server.sql.ddl.Commands;
import io.heliosdb.server.sql.deparse.Deparser;
import io.heliosdb.server.sql.function.SqlFunctions;
import io.heliosdb.server.sql.function.builtin.BuiltinFunctions;
import io.heliosdb.server.sysviews.SystemViews;
import io.heliosdb.server.txn.Engine;

/// SQL over one engine, put together from its parts.
///
record SqlStack(
        CatalogService catalogs, SqlFunctions functions, SequenceStore sequences, Deparser deparser, SqlEngine engine) {

    static SqlStack open(Engine engine, SystemViews views, LocalSqlEngine.Workplace workplace) {
        SqlFunctions functions = BuiltinFunctions.with(views.functions());
        VirtualRelations virtual = new VirtualRelations();
        views.register(virtual, functions);
        CatalogService catalogs = CatalogService.open(engine, virtual);
        Analyzer analyzer = new Analyzer(functions);
        SequenceStore sequences = new SequenceStore(engine);
        Commands commands = new Commands(catalogs, engine, sequences, analyzer);
        LocalSqlEngine sql = LocalSqlEngine.open(
                engine, new LocalSqlEngine.Services(catalogs, analyzer, commands), workplace, System::nanoTime);
        return new SqlStack(catalogs, functions, sequences, new Deparser(analyzer), sql);
    }
}
