package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.report.LineWrap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the operators' page is put, and what is left alone. */
class PageCommandTest {

  /** What ActiveMQ 6.1.8 sends with every page. */
  private static final String STRICT =
      "style-src-elem 'self'; style-src 'self'; img-src 'self'; script-src-elem 'self'; default-src"
          + " 'none'; object-src 'none'; frame-ancestors 'none'; base-uri 'none';";

  private static final Path SOURCES = Path.of("src/main/resources/io/portcullis/cli/page");

  @TempDir private Path home;
  private Path page;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeEach
  void install() throws Exception {
    Files.createDirectories(home.resolve("webapps/admin"));
    Files.createDirectory(home.resolve("conf"));
    page = home.resolve("webapps/portcullis");
    System.setProperty("activemq.home", home.toString());
    System.setProperty("activemq.conf", home.resolve("conf").toString());
  }

  @AfterEach
  void uninstall() {
    System.clearProperty("activemq.home");
    System.clearProperty("activemq.conf");
  }

  @Test
  void thePageIsPutAndItSaysWhereItIsShown() throws Exception {
    assertThat(run()).isZero();

    assertThat(files())
        .contains("index.html", "page.css", "page.js")
        .containsExactlyElementsOf(filesIn(SOURCES));
    assertThat(out.toString())
        .isEqualTo(
            page + ": the page is there now; ActiveMQ's web server shows it at /portcullis/\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aSecondTimeNothingIsChanged() throws Exception {
    run();
    var written = Files.getLastModifiedTime(page.resolve("page.js"));
    forget();

    assertThat(run()).isZero();

    assertThat(out.toString()).isEqualTo(page + ": the page was there already\n");
    assertThat(Files.getLastModifiedTime(page.resolve("page.js"))).isEqualTo(written);
  }

  @Test
  void thePageOfAnotherVersionIsReplaced() throws Exception {
    run();
    String now = Files.readString(page.resolve("page.js"));
    Files.writeString(page.resolve("page.js"), now.lines().findFirst().orElseThrow() + "\nold();");
    Files.delete(page.resolve("page.css"));
    forget();

    assertThat(run()).isZero();

    assertThat(Files.readString(page.resolve("page.js"))).isEqualTo(now);
    assertThat(files())
        .contains("index.html", "page.css", "page.js")
        .containsExactlyElementsOf(filesIn(SOURCES));
    assertThat(out.toString()).contains("the page is there now");
  }

  @Test
  void everyFileSaysThatItIsOurs() throws Exception {
    run();

    for (String name : files()) {
      assertThat(Files.readString(page.resolve(name)).lines().limit(2))
          .as(name)
          .anyMatch(line -> line.contains("The operators' page of Portcullis."));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.html", "page.css", "page.js", "jolokia.js"})
  void aFileOfSomebodyElseIsLeftAloneAndSoIsEverythingElse(String name) throws Exception {
    Files.createDirectory(page);
    Files.writeString(page.resolve(name), "<!doctype html><p>ours");

    for (String option : new String[] {"", "--remove"}) {
      forget();
      assertThat(run(option)).isEqualTo(1);
      assertThat(err.toString())
          .isEqualTo(
              "portcullis page: %s: this is not a file of Portcullis; move it away\n"
                  .formatted(page.resolve(name)));
      assertThat(files()).containsExactly(name);
    }
    assertThat(Files.readString(page.resolve(name))).isEqualTo("<!doctype html><p>ours");
  }

  @Test
  void aFolderInTheNameOfAFileIsNotOurs() throws Exception {
    Files.createDirectories(page.resolve("page.js"));

    assertThat(run()).isEqualTo(1);
    assertThat(err.toString()).contains("page.js: this is not a file of Portcullis");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void linksAreNotFollowed() throws Exception {
    run();
    Path elsewhere = Files.move(page, home.resolve("elsewhere"));
    Files.createSymbolicLink(page, elsewhere);

    assertThat(run()).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("portcullis page: %s: this is no folder; move it away\n".formatted(page));

    Files.delete(page);
    Files.createDirectory(page);
    Files.createSymbolicLink(page.resolve("page.js"), elsewhere.resolve("page.js"));
    assertThat(run("--remove")).isEqualTo(1);
    assertThat(elsewhere.resolve("page.js")).exists();
  }

  @Test
  void whatIsTakenAwayLeavesNothingBehind() throws Exception {
    run();
    forget();

    assertThat(run("--remove")).isZero();

    assertThat(page).doesNotExist();
    assertThat(out.toString()).isEqualTo(page + ": the page is gone\n");
    forget();
    assertThat(run("--remove")).isZero();
    assertThat(out.toString()).isEqualTo(page + ": there is no page\n");
  }

  @Test
  void filesOfOthersStayWhenItIsTakenAway() throws Exception {
    run();
    Files.writeString(page.resolve("notes.txt"), "ours");

    assertThat(run("--remove")).isZero();

    assertThat(files()).containsExactly("notes.txt");
  }

  /** Whoever puts it may be root, and Jetty another user, under whatever umask. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void everybodyMayReadIt() throws Exception {
    run();

    assertThat(Files.getPosixFilePermissions(page))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String name : files()) {
      assertThat(Files.getPosixFilePermissions(page.resolve(name)))
          .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  @Test
  void withoutAWebServerThereIsNoPage() throws Exception {
    Files.delete(home.resolve("webapps/admin"));
    Files.delete(home.resolve("webapps"));

    assertThat(run()).isEqualTo(2);

    assertThat(err.toString())
        .isEqualTo(
            "portcullis page: %s: there is no such folder, so no web server to show a page\n"
                .formatted(home.resolve("webapps")));
  }

  @Test
  void withoutAnInstallationItSaysHowItIsRun() throws Exception {
    System.clearProperty("activemq.home");

    assertThat(run()).isEqualTo(2);

    assertThat(err.toString())
        .startsWith(
            "portcullis page: no installation was found; run bin/activemq portcullis page\n");
  }

  @Test
  void aWebServerWhosePolicyLetsNoPageAskIsSaid() throws Exception {
    Path jetty =
        Files.writeString(
            home.resolve("conf/jetty.xml"),
            "<!-- connect-src 'self' --><property name=\"value\" value=\"%s\"/>".formatted(STRICT));

    assertThat(run()).isZero();

    assertThat(out.toString().lines().skip(1))
        .containsExactly(
            jetty
                + ": its Content-Security-Policy lets no page ask for data, this one neither; let"
                + " it, for /portcullis/*, with connect-src 'self'");
  }

  @Test
  void theConfigurationOfActiveMq63IsLookedAtToo() throws Exception {
    Files.createDirectory(home.resolve("conf/jetty"));
    Files.writeString(
        home.resolve("conf/jetty/jetty-webapps.xml"),
        "<Set name=\"headerValue\">%s</Set>".formatted(STRICT));

    run();

    assertThat(out.toString()).contains("jetty-webapps.xml: its Content-Security-Policy");
  }

  @Test
  void oneMorePolicyThatLetsItAskIsEnough() throws Exception {
    Files.writeString(
        home.resolve("conf/jetty.xml"),
        "<property value=\"%1$s\"/><property value=\"%1$s connect-src 'self'\"/>"
            .formatted(STRICT));

    run();

    assertThat(out.toString().lines()).hasSize(1);
  }

  @Test
  void ourOwnJettyLetsItAsk() throws Exception {
    Files.copy(Path.of("conf/jetty.xml"), home.resolve("conf/jetty.xml"));

    run();

    assertThat(out.toString().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "default-src 'self', true",
    "default-src 'none', false",
    "default-src 'none'; connect-src 'self', true",
    "connect-src https://elsewhere 'self'; default-src 'none', true",
    "default-src *, true",
    "default-src 'self'; connect-src 'none', false",
    "connect-src, false",
    "img-src 'none', true",
  })
  void whatAPolicyDoesNotSayOfAskingItSaysOfEverything(String policy, boolean allows) {
    assertThat(ContentPolicies.allowsAsking(policy)).isEqualTo(allows);
  }

  private List<String> files() throws IOException {
    return filesIn(page);
  }

  private static List<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void forget() {
    out = new StringWriter();
    err = new StringWriter();
  }

  private int run(String... options) {
    return Main.commandLine(
            new ByteArrayInputStream(new byte[0]), 1, Optional.empty(), () -> LineWrap.NONE)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            Stream.concat(Stream.of("page"), Stream.of(options).filter(o -> !o.isEmpty()))
                .toArray(String[]::new));
  }
}
