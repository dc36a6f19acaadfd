package io.heliosdb.server.sql.parse.ast;

/// A statement as written.
public sealed interface Statement
        permits QueryNode, ChangeNode, TransactionStatement, SessionStatement, DefinitionStatement, UtilityStatement {}
