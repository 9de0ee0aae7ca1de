package io.portcullis.testing;

import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import javax.imageio.ImageIO;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Debian's Chromium without a window, in a profile of its own, which trusts one authority. */
public final class Browser implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Browser.class);
  private static final File CHROMIUM = new File("/usr/bin/chromium");
  private static final File DRIVER = new File("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Held, so that it stays quiet about a browser that is newer than it is. */
  private static final java.util.logging.Logger SELENIUM =
      java.util.logging.Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Whether there is a browser here; if not, it says so. */
  public static boolean isInstalled() {
    for (File program : List.of(CHROMIUM, DRIVER)) {
      if (!program.canExecute()) {
        LOG.warn("There is no {}, so nothing is shown in a browser", program);
        return false;
      }
    }
    return true;
  }

  /**
   * Opens a browser.
   *
   * @param profile a folder of its own
   * @param authorityPem the certificate authority that it trusts
   */
  public static Browser open(Path profile, Path authorityPem) throws Exception {
    return open(
        profile, List.of("--ignore-certificate-errors-spki-list=" + publicKeyDigest(authorityPem)));
  }

  /**
   * Opens a browser for pages that are files.
   *
   * @param profile a folder of its own
   */
  public static Browser open(Path profile) {
    return open(profile, List.of());
  }

  private static Browser open(Path profile, List<String> arguments) {
    SELENIUM.setLevel(Level.SEVERE);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM);
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--window-size=1280,1000",
        "--user-data-dir=" + profile.toAbsolutePath());
    options.addArguments(arguments);
    ChromeDriver driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER)
                .usingAnyFreePort()
                .build(),
            options);
    driver.manage().timeouts().pageLoadTimeout(PATIENCE);
    return new Browser(driver);
  }

  private static String publicKeyDigest(Path pem) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(pem)) {
      byte[] key =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(in)
              .getPublicKey()
              .getEncoded();
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    }
  }

  /** Goes to a page. */
  public Browser open(URI page) {
    driver.get(page.toString());
    return this;
  }

  /** Where it is. */
  public URI location() {
    return URI.create(driver.getCurrentUrl());
  }

  /** The text that the page shows. */
  public String text() {
    return text("body");
  }

  /** The text of the first element that a CSS selector matches. */
  public String text(String selector) {
    return element(selector).getText();
  }

  /** Clears a field and types into it. */
  public Browser type(String selector, String text) {
    WebElement field = element(selector);
    field.clear();
    field.sendKeys(text);
    return this;
  }

  /** Ticks a box. */
  public Browser tick(String selector) {
    element(selector).click();
    return this;
  }

  /** Clicks what leads to another page, and waits until it is there. */
  public Browser click(String selector) {
    return leaveBy(element(selector));
  }

  /** Clicks a link by its text, and waits until its page is there. */
  public Browser follow(String link) {
    return leaveBy(driver.findElement(By.linkText(link)));
  }

  private Browser leaveBy(WebElement element) {
    WebElement page = element("html");
    element.click();
    await().atMost(PATIENCE).until(() -> isGone(page));
    return this;
  }

  private static boolean isGone(WebElement element) {
    try {
      element.isEnabled();
      return false;
    } catch (StaleElementReferenceException e) {
      return true;
    }
  }

  private WebElement element(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** Looks through a window of another width, in light or dark colours, or as on paper. */
  public Browser looking(int width, boolean dark, boolean onPaper) {
    return looking(width, 1, dark, onPaper);
  }

  /** The same on a screen that has several dots for each pixel. */
  public Browser sharply(int width, int dots, boolean dark) {
    return looking(width, dots, dark, false);
  }

  private Browser looking(int width, int dots, boolean dark, boolean onPaper) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", dots, "mobile", width < 500));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            onPaper ? "print" : "screen",
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    return this;
  }

  /** What a function in the page returns; pages may forbid scripts of their own. */
  public Object ask(String function) {
    return driver.executeScript(function);
  }

  /** What axe finds that keeps people out who use the page without seeing it, or not well. */
  public List<String> barriers() throws IOException {
    try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
      driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    }
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    List<?> found =
        (List<?>)
            driver.executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                axe.run().then(result => done(result.violations.map(violation =>
                  violation.id + ': ' + violation.nodes.map(node => node.html).join(' '))));
                """);
    return found.stream().map(String::valueOf).toList();
  }

  /** Presses keys, wherever the focus is. */
  public Browser press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
    return this;
  }

  /** The name that a screen reader gives to what has the focus, and its role. */
  public String focused() {
    WebElement element = driver.switchTo().activeElement();
    return element.getAriaRole() + " " + element.getAccessibleName();
  }

  /** What the console has complained of. */
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .toList();
  }

  /** A picture of the page, as a PNG file, for whoever wants to look. */
  public void picture(Path file) throws IOException {
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  /** The same of all of it, from its top to its end. */
  public void wholePicture(Path file) throws IOException {
    Files.write(file, capture(Map.of()));
  }

  /** A picture of an element alone, also of what is below the window. Corners are transparent. */
  public BufferedImage picture(String selector) throws IOException {
    driver.executeCdpCommand(
        "Emulation.setDefaultBackgroundColorOverride",
        Map.of("color", Map.of("r", 0, "g", 0, "b", 0, "a", 0)));
    Rectangle place = element(selector).getRect();
    Map<String, Object> clip =
        Map.of(
            "x", place.x, "y", place.y, "width", place.width, "height", place.height, "scale", 1);
    return ImageIO.read(new ByteArrayInputStream(capture(Map.of("clip", clip))));
  }

  private byte[] capture(Map<String, Object> part) {
    Map<String, Object> how = new HashMap<>(part);
    how.putAll(Map.of("format", "png", "captureBeyondViewport", true));
    Map<String, Object> picture = driver.executeCdpCommand("Page.captureScreenshot", how);
    return Base64.getDecoder().decode(picture.get("data").toString());
  }

  @Override
  public void close() {
    driver.quit();
  }
}
