package io.heliosdb.observer;

import io.heliosdb.cluster.http.Logging;
import java.io.IOException;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The observer's process: settings from the environment, exit status 2 when they are wrong, 1 when it cannot start.
public final class ObserverMain {

    private static final Logger LOG = LoggerFactory.getLogger(ObserverMain.class);

    private ObserverMain() {}

    public static void main(String[] args) {
        Logging.bridge();
        int status = run();
        if (status != 0) {
            Runtime.getRuntime().exit(status);
        }
    }

    private static int run() {
        Clock clock = Clock.systemUTC();
        try {
            Config settings = ConfigProviderResolver.instance()
                    .getBuilder()
                    .addDefaultSources()
                    .build();
            ObserverConfig config =
                    ObserverConfig.from(settings, System.getenv().keySet());
            Observer observer = Observer.start(
                    config, clock, Thread.ofVirtual().name("observer-", 0).factory());
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> stop(observer)));
            LOG.atInfo()
                    .addKeyValue("node", config.name())
                    .addKeyValue("id", config.id())
                    .addKeyValue("http", config.http().bind() + ":" + observer.port())
                    .addKeyValue("nodes", config.nodes().size())
                    .log("Observer started");
            return 0;
        } catch (IllegalArgumentException e) {
            LOG.error("Configuration error: {}", e.getMessage());
            return 2;
        } catch (IOException e) {
            LOG.error("Observer cannot start: {}", e.getMessage());
            return 1;
        }
    }

    private static void stop(Observer observer) {
        try {
            observer.close();
            LOG.info("Observer stopped");
        } catch (IOException e) {
            LOG.atError().setCause(e).log("Observer did not stop cleanly");
        }
    }
}
