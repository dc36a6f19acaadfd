package io.heliosdb.server.session.history;

import java.util.List;

/// What clients did and saw: transactions that append numbers to lists and read lists, where no number is ever
/// appended twice (the idea of Elle, Kingsbury and Alvaro, VLDB 2020: such reads tell the order of versions).
///
/// @param transactions those of one client in its order; the last one begins when all others have ended
public record History(List<Transaction> transactions) {

    public History {
        transactions = List.copyOf(transactions);
    }

    /// How a transaction ended, as far as its client knows.
    public enum Outcome {
        COMMITTED,
        ABORTED,
        UNKNOWN
    }

    /// @param client whose transactions follow each other, and must see what came before
    /// @param operations in the order in which they were answered
    public record Transaction(int id, int client, Outcome outcome, List<Operation> operations) {
        public Transaction {
            operations = List.copyOf(operations);
        }

        Transaction with(Outcome known) {
            return new Transaction(id, client, known, operations);
        }
    }

    public sealed interface Operation {
        int key();

        record Append(int key, int value) implements Operation {}

        /// @param values the whole list, empty when there is none
        record Read(int key, List<Integer> values) implements Operation {
            public Read {
                values = List.copyOf(values);
            }
        }
    }
}
