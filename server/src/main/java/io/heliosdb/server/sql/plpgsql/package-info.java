/// PL/pgSQL (PostgreSQL 15 manual, chapter 43): its parser and its interpreter.
///
/// Entry points: {@link PlParser} reads a body, {@link PlRun} runs it, {@link PlHost} is what a run asks of the
/// engine. Statements and expressions stay SQL text with the names that are visible at their place; the engine
/// analyzes them with variables as parameters and keeps their plans. A run belongs to one thread.
@org.jspecify.annotations.NullMarked
package io.heliosdb.server.sql.plpgsql;
