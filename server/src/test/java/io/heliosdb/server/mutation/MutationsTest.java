package io.heliosdb.server.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Keeps the list of mutations in step with the sources. Whoever changes code in which a fault is planted
/// plants it in the new code: its name says what has to go wrong.
class MutationsTest {

    @Test
    void everyMutationFitsTheSourcesAndChangesThem() throws IOException {
        List<String> unfit = new ArrayList<>();
        for (Mutation mutation : Mutations.all()) {
            String source = Files.readString(MutationsCheck.source(mutation));
            try {
                assertThat(mutation.apply(source)).as(mutation.name()).isNotEqualTo(source);
            } catch (IllegalStateException e) {
                unfit.add(String.valueOf(e.getMessage()));
            }
        }
        assertThat(unfit).as("mutations of %s to renew", Mutations.class).isEmpty();
    }
}
