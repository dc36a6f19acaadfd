package io.heliosdb.server.boot;

import io.heliosdb.server.routing.LinkToken;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.wire.Credentials;
import io.heliosdb.server.wire.ScramVerifier;
import java.time.Clock;
import java.util.Optional;

/// Passwords as roles of the catalog have them, and links as the cluster's secret signs them.
record StoredCredentials(CatalogService catalogs, LinkToken links, Clock clock) implements Credentials {

    @Override
    public Optional<ScramVerifier> verifier(String user) {
        return verifier(catalogs.current(), user);
    }

    static Optional<ScramVerifier> verifier(Catalog catalog, String user) {
        return catalog.role(user)
                .filter(role -> role.flags().login())
                .map(CatalogObject.Role::password)
                .flatMap(ScramVerifier::parse);
    }

    @Override
    public boolean isLink(String token, String user) {
        return links.isValid(token, user, clock.instant());
    }
}
