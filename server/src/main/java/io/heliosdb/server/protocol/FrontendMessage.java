package io.heliosdb.server.protocol;

import io.heliosdb.server.common.SqlException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client sends once it is connected (PostgreSQL 18 manual, 54.7 "Message Formats").
public sealed interface FrontendMessage {

    /// A text of any number of statements.
    record Query(String text) implements FrontendMessage {}

    /// @param parameterTypes type oids; 0 where the type is to be inferred
    record Parse(String statement, String text, List<Integer> parameterTypes) implements FrontendMessage {}

    /// @param parameterFormats none (all text), one for all, or one each; 0 is text, 1 is binary
    /// @param resultFormats as `parameterFormats`
    record Bind(
            String portal,
            String statement,
            List<Integer> parameterFormats,
            List<byte @Nullable []> values,
            List<Integer> resultFormats)
            implements FrontendMessage {}

    record Describe(Target target, String name) implements FrontendMessage {}

    record Close(Target target, String name) implements FrontendMessage {}

    /// @param maxRows 0 for all
    record Execute(String portal, int maxRows) implements FrontendMessage {}

    record Flush() implements FrontendMessage {}

    record Sync() implements FrontendMessage {}

    record Terminate() implements FrontendMessage {}

    /// A password, or a step of SASL: which of them only the state of the authentication tells.
    record Password(byte[] body) implements FrontendMessage {}

    record CopyData(byte[] data) implements FrontendMessage {}

    record CopyDone() implements FrontendMessage {}

    record CopyFail(String reason) implements FrontendMessage {}

    /// The fast-path call, kept by PostgreSQL for old clients only; its content is not read.
    record FunctionCall() implements FrontendMessage {}

    /// A message that came whole, with characters of an encoding that only the session knows: a SET before it
    /// may have changed it. Also one whose body makes no sense, for the session to say so when its turn comes.
    record Undecoded(int type, byte[] body) implements FrontendMessage {}

    /// A message that was not kept, for want of memory: its turn comes all the same, and is an error.
    record Refused(int type, SqlException reason) implements FrontendMessage {}

    /// What Describe and Close are about.
    enum Target {
        STATEMENT,
        PORTAL
    }
}
