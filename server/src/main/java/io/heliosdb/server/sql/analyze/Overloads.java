package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.function.CastDef;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeCategory;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Chooses among functions or operators of one name (PostgreSQL 18 manual, 10.2 and 10.3). Immutable.
final class Overloads {

    /// @param types what it takes at each place of the call
    record Candidate<T>(T item, List<Type> types) {}

    private final TypeRules rules;

    Overloads(TypeRules rules) {
        this.rules = rules;
    }

    /// The candidates that are left; one is the answer, none and several are errors.
    <T> List<Candidate<T>> select(List<Candidate<T>> all, List<Type> inputs) {
        for (Candidate<T> candidate : all) {
            if (candidate.types().equals(inputs)) {
                return List.of(candidate);
            }
        }
        List<Candidate<T>> usable = new ArrayList<>();
        for (Candidate<T> candidate : all) {
            if (rules.canCoerceAll(inputs, candidate.types())) {
                usable.add(candidate);
            }
        }
        if (usable.size() <= 1) {
            return usable;
        }
        return narrow(usable, inputs.stream().map(TypeRules::withoutDomain).toList());
    }

    private <T> List<Candidate<T>> narrow(List<Candidate<T>> usable, List<Type> inputs) {
        List<Candidate<T>> left = best(usable, c -> count(c, inputs, false));
        if (left.size() == 1) {
            return left;
        }
        left = best(left, c -> count(c, inputs, true));
        if (left.size() == 1 || inputs.stream().noneMatch(TypeRules::isUnknown)) {
            return left;
        }
        List<Candidate<T>> byCategory = byCategory(left, inputs);
        if (byCategory.size() == 1) {
            return byCategory;
        }
        return byKnownType(byCategory, inputs);
    }

    private static <T> List<Candidate<T>> best(List<Candidate<T>> candidates, ToIntFunction<Candidate<T>> score) {
        int most = candidates.stream().mapToInt(score).max().orElse(0);
        return candidates.stream().filter(c -> score.applyAsInt(c) == most).toList();
    }

    private static int count(Candidate<?> candidate, List<Type> inputs, boolean orPreferred) {
        int count = 0;
        for (int i = 0; i < inputs.size(); i++) {
            Type input = inputs.get(i);
            Type wanted = candidate.types().get(i);
            if (TypeRules.isUnknown(input)) {
                continue;
            }
            boolean preferred = orPreferred && wanted.isPreferred() && wanted.category() == input.category();
            if (wanted.equals(input) || preferred) {
                count++;
            }
        }
        return count;
    }

    private static <T> List<Candidate<T>> byCategory(List<Candidate<T>> candidates, List<Type> inputs) {
        List<Candidate<T>> left = candidates;
        boolean resolved = true;
        for (int i = 0; i < inputs.size(); i++) {
            if (!TypeRules.isUnknown(inputs.get(i))) {
                continue;
            }
            int place = i;
            TypeCategory category = categoryAt(left, place);
            if (category == null) {
                resolved = false;
                continue;
            }
            List<Candidate<T>> matching = left.stream()
                    .filter(c -> c.types().get(place).category() == category)
                    .toList();
            boolean anyPreferred =
                    matching.stream().anyMatch(c -> c.types().get(place).isPreferred());
            left = anyPreferred
                    ? matching.stream()
                            .filter(c -> c.types().get(place).isPreferred())
                            .toList()
                    : matching;
        }
        return resolved ? left : candidates;
    }

    private static @Nullable TypeCategory categoryAt(List<? extends Candidate<?>> candidates, int place) {
        TypeCategory common = null;
        boolean mixed = false;
        for (Candidate<?> candidate : candidates) {
            TypeCategory category = candidate.types().get(place).category();
            if (category == TypeCategory.STRING) {
                return category;
            }
            mixed |= common != null && common != category;
            common = category;
        }
        return mixed ? null : common;
    }

    private <T> List<Candidate<T>> byKnownType(List<Candidate<T>> candidates, List<Type> inputs) {
        Type known = null;
        for (Type input : inputs) {
            if (TypeRules.isUnknown(input)) {
                continue;
            }
            if (known != null && !known.equals(input)) {
                return candidates;
            }
            known = input;
        }
        if (known == null) {
            return candidates;
        }
        Type assumed = known;
        List<Candidate<T>> accepting = candidates.stream()
                .filter(c -> c.types().stream().allMatch(t -> rules.canCoerce(assumed, t, CastDef.Context.IMPLICIT)))
                .toList();
        return accepting.size() == 1 ? accepting : candidates;
    }

    /// Of two operand types, the one that a literal of unknown type takes on: that of the other side.
    static Type assumed(Type own, Type other) {
        return TypeRules.isUnknown(own) && !other.equals(Types.UNKNOWN) ? TypeRules.withoutDomain(other) : own;
    }
}
