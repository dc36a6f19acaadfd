package io.heliosdb.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The dashboard in a real browser.
class DashboardIT {

    private static final double LIMIT_MILLIS = 20_000;
    private static final LocalCluster CLUSTER = LocalCluster.stopped();

    @BeforeAll
    static void up() {
        CLUSTER.up();
    }

    @AfterAll
    static void down() {
        CLUSTER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"observer", "primary", "standby-sync"})
    void showsEveryMemberThatTheServerKnows(String server) {
        Playwright.CreateOptions options =
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
        BrowserType.LaunchOptions chromium = new BrowserType.LaunchOptions()
                .setExecutablePath(Path.of("/usr/bin/chromium"))
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"));
        try (Playwright playwright = Playwright.create(options);
                Browser browser = playwright.chromium().launch(chromium)) {
            Page page = browser.newPage();
            page.navigate("http://localhost:" + CLUSTER.httpPort(server) + "/");
            for (String member : LocalCluster.MEMBERS) {
                assertThat(page.locator("#member-" + member))
                        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(LIMIT_MILLIS));
            }
        }
    }
}
