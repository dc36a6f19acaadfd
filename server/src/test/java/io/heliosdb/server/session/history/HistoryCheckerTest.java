package io.heliosdb.server.session.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.session.history.Anomaly.Kind;
import io.heliosdb.server.session.history.History.Operation;
import io.heliosdb.server.session.history.History.Outcome;
import io.heliosdb.server.session.history.History.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Histories made by hand: `1: a1 r2=3.4` is transaction 1, which appended 11 to list 1 and read [3, 4] from
/// list 2; `!` says that it was aborted, `?` that nobody was told. `1@7: ` is client 7's.
class HistoryCheckerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        serial                  | 1: a1=1 / 2: r1=1 a1=2 / 3: r1=1.2 | NONE
        nothing read yet        | 1: r1= / 2: a1=1 / 3: r1=1 | NONE
        own appends             | 1: a1=1 r1=1 a1=2 r1=1.2 / 2: r1=1.2 | NONE
        an abort unseen         | 1! a1=1 / 2: a1=2 / 3: r1=2 | NONE
        unread snapshot         | 1: r1= r2= / 2: a1=1 a2=2 / 3: r1=1 r2=2 | NONE
        two orders              | 1: a1=1 / 2: a1=2 / 3: r1=1.2 / 4: r1=2.1 | INCOMPATIBLE_ORDER
        own append unseen       | 1: a1=1 r1= / 2: r1=1 | INTERNAL
        dirty write             | 1: a1=1 a2=2 / 2: a1=3 a2=4 / 3: r1=1.3 r2=4.2 | G0
        aborted read            | 1! a1=1 / 2: r1=1 | G1A
        intermediate read       | 1: a1=1 a1=2 / 2: r1=1 / 3: r1=1.2 | G1B
        circular information    | 1: a1=1 r2=2 / 2: a2=2 r1=1 | G1C
        read skew               | 1: a1=1 a2=2 / 2: r1= r2=2 / 3: r1=1 r2=2 | G_SINGLE
        lost update             | 1: r1= a1=1 / 2: r1= a1=2 / 3: r1=1.2 | LOST_UPDATE
        acknowledged and lost   | 1: a1=1 / 2: r1= | LOST_APPEND
        seen and lost           | 1? a1=1 / 2: r1=1 / 3: r1= | LOST_APPEND
        half of it lost         | 1? a1=1 a2=1 / 2: r1=1 r2= | LOST_APPEND
        unknown and committed   | 1? a1=1 a2=1 / 2: r1=1 r2=1 | NONE
        unknown and undone      | 1? a1=1 / 2: a1=2 / 3: r1=2 | NONE
        own commit unseen       | 1@7: a1=1 / 2@7: r1= / 3: r1=1 | SESSION
        back in time            | 1: a1=1 / 2@7: r1=1 / 3@7: r1= / 4: r1=1 | SESSION
        another client is late  | 1@7: a1=1 / 2@8: r1= / 3: r1=1 | NONE
        unknown and late        | 1@7? a1=1 / 2@7: r1= / 3: r1=1 | NONE
        write skew              | 1: r1= a2=1 / 2: r2= a1=2 / 3: r1=2 r2=1 | G2
        read-only anomaly       | 1: r1= a2=1 / 2: a1=2 / 3: r1=2 r2= / 4: r1=2 r2=1 | G2
        long fork               | 1: a1=1 / 2: a2=2 / 3: r1=1 r2= / 4: r1= r2=2 / 5: r1=1 r2=2 | G2
        """)
    void findsWhatIsThereAndNothingElse(String name, String text, String expected) {
        List<Kind> kinds =
                HistoryChecker.check(history(text)).stream().map(Anomaly::kind).toList();
        if (expected.equals("NONE")) {
            assertThat(kinds).isEmpty();
        } else {
            assertThat(kinds).contains(Kind.valueOf(expected));
        }
    }

    private static History history(String text) {
        List<Transaction> transactions = new ArrayList<>();
        for (String part : text.split("/")) {
            String line = part.strip();
            int mark = line.indexOf(' ') - 1;
            String[] label = line.substring(0, mark).split("@");
            List<Operation> operations = new ArrayList<>();
            for (String word : line.substring(mark + 1).strip().split(" ")) {
                operations.add(operation(word));
            }
            transactions.add(new Transaction(
                    Integer.parseInt(label[0]),
                    label.length > 1 ? Integer.parseInt(label[1]) : -Integer.parseInt(label[0]),
                    switch (line.charAt(mark)) {
                        case ':' -> Outcome.COMMITTED;
                        case '!' -> Outcome.ABORTED;
                        default -> Outcome.UNKNOWN;
                    },
                    operations));
        }
        return new History(transactions);
    }

    private static Operation operation(String word) {
        int equals = word.indexOf('=');
        int key = Integer.parseInt(word.substring(1, equals));
        String value = word.substring(equals + 1);
        if (word.charAt(0) == 'a') {
            return new Operation.Append(key, Integer.parseInt(value));
        }
        return new Operation.Read(
                key,
                value.isEmpty()
                        ? List.of()
                        : Arrays.stream(value.split("\\."))
                                .map(Integer::valueOf)
                                .toList());
    }
}
