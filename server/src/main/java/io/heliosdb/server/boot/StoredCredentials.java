package io.heliosdb.server.boot;

import io.heliosdb.server.routing.LinkToken;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.wire.Credentials;
import io.heliosdb.server.wire.ScramVerifier;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/// Passwords as roles of the catalog have them, and links as the cluster's secret signs them.
record StoredCredentials(CatalogService catalogs, LinkToken links, Clock clock) implements Credentials {

    /// Where PostgreSQL's timestamps begin.
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    @Override
    public Optional<ScramVerifier> verifier(String user) {
        return verifier(catalogs.current(), user, clock.instant());
    }

    // A password that is no longer valid is none, and PostgreSQL tells nobody which of the two it is.
    static Optional<ScramVerifier> verifier(Catalog catalog, String user, Instant now) {
        return catalog.role(user)
                .filter(role -> role.flags().login())
                .filter(role -> now.isBefore(validUntil(role)))
                .map(CatalogObject.Role::password)
                .flatMap(ScramVerifier::parse);
    }

    @Override
    public boolean isLink(String token, String user) {
        return links.isValid(token, user, clock.instant());
    }

    private static Instant validUntil(CatalogObject.Role role) {
        OptionalLong micros = role.validUntilMicros();
        return micros.isEmpty() || micros.getAsLong() == Long.MAX_VALUE
                ? Instant.MAX
                : EPOCH.plus(micros.getAsLong(), ChronoUnit.MICROS);
    }
}
