package io.heliosdb.server.boot;

import io.heliosdb.cluster.http.Logging;
import java.io.IOException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The program of a node. Exit status: 0 stopped by a signal, 1 could not start or had to stop, 2 wrong settings.
public final class NodeMain {

    private static final Logger LOG = LoggerFactory.getLogger(NodeMain.class);

    private NodeMain() {}

    public static void main(String[] arguments) {
        Logging.bridge();
        NodeSettings settings;
        try {
            settings = NodeSettings.from(
                    ConfigProvider.getConfig(), System.getenv().keySet());
        } catch (IllegalArgumentException e) {
            LOG.error("the node cannot start: {}", e.getMessage());
            System.exit(2);
            return;
        }
        NodeProcess process = new NodeProcess(settings);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(process::close));
        try {
            process.start();
        } catch (IOException | RuntimeException e) {
            LOG.error("the node cannot start: {}", e.getMessage(), e);
            System.exit(1);
        }
    }
}
