package io.portcullis.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * Lays an installation out as ActiveMQ does. The distribution of 5.18.3 is published; its scripts
 * and its configuration serve the other lines too, changed where these differ, and the build gets
 * the libraries of these from their modules.
 */
final class Layout {

  private static final Path DISTRIBUTION = Path.of("target", "apache-activemq-5.18.3");
  private static final Path INSTALLATIONS = Path.of("target", "installations");
  private static final Path CONSOLE = Path.of("target", "activemq", "webapps", "admin");

  /** What no test looks at, and 80 MB of it. */
  private static final List<String> LEFT_OUT = List.of("docs", "examples", "webapps-demo");

  /** The name of a jar without its version. */
  private static final Pattern VERSION = Pattern.compile("-\\d.*\\.jar$");

  /** Of 5.18.3, and of no use to a 5.19 that has none. */
  private static final String STOMP = "lib/optional/activemq-stomp-5.18.3.jar";

  /** Where the console of 5.18 looks its users up. */
  private static final Pattern CONSOLE_LOGIN =
      Pattern.compile("<bean id=\"securityLoginService\".*?</bean>", Pattern.DOTALL);

  /** Where that of 6.1 and 6.2 does. */
  private static final String BROKERS_LOGIN =
      """
      <bean id="securityLoginService" class="org.eclipse.jetty.jaas.JAASLoginService">
              <property name="name" value="ActiveMQRealm"/>
              <property name="loginModuleName" value="activemq"/>
              <property name="roleClassNames" value="org.apache.activemq.jaas.GroupPrincipal"/>
              <property name="identityService">
                  <bean class="org.eclipse.jetty.security.DefaultIdentityService"/>
              </property>
          </bean>""";

  /** Jetty 9 takes this for a list, and Jetty 11 for one path that nobody asks for. */
  private static final String PATHS_OF_5_18 = "/,/api/*,*.jsp,*.html,*.js,*.css,*.png,*.gif,*.ico";

  private Layout() {}

  /** Makes the installation of a line in a folder that does not exist yet. */
  static void of(InstalledLine line, Path home) throws IOException {
    Files.createDirectories(home);
    try (Stream<Path> parts = Files.list(DISTRIBUTION)) {
      for (Path part : parts.filter(Files::isDirectory).toList()) {
        if (!LEFT_OUT.contains(part.getFileName().toString())) {
          copy(part, home.resolve(part.getFileName().toString()));
        }
      }
    }
    switch (line) {
      case CLASSIC_5_18 -> {}
      case CLASSIC_5_19, CLASSIC_5_19_7 -> {
        replaceModules(line, home);
        Files.delete(home.resolve(STOMP));
      }
      case CLASSIC_6_1, CLASSIC_6_2 -> {
        replaceLibraries(line, home);
        replaceConsole(home.resolve("webapps"));
        Path jetty = home.resolve("conf/jetty.xml");
        Files.writeString(
            jetty,
            CONSOLE_LOGIN
                .matcher(Files.readString(jetty))
                .replaceFirst(BROKERS_LOGIN)
                .replace("value=\"" + PATHS_OF_5_18 + "\"", "value=\"/\"")
                .replace("value=\"user,admin\"", "value=\"users,admins\"")
                .replace("value=\"admin\"", "value=\"admins\""));
        Files.delete(home.resolve("conf/jetty-realm.properties"));
      }
      case CLASSIC_6_3, CLASSIC_6_3_2 -> {
        replaceLibraries(line, home);
        FileSystemUtils.deleteRecursively(home.resolve("webapps"));
        Files.delete(home.resolve("conf/jetty.xml"));
        Files.delete(home.resolve("conf/jetty-realm.properties"));
      }
    }
  }

  private static Path published(InstalledLine line) {
    return INSTALLATIONS.resolve(line.version());
  }

  /** The modules that are published, in place of the same ones; the others stay. */
  private static void replaceModules(InstalledLine line, Path home) throws IOException {
    Path from = published(line).resolve("lib");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path jar : files.filter(Files::isRegularFile).toList()) {
        Path to = home.resolve("lib").resolve(from.relativize(jar).toString());
        String module = VERSION.matcher(jar.getFileName().toString()).replaceFirst("");
        Files.delete(to.resolveSibling(module + "-5.18.3.jar"));
        Files.copy(jar, to);
      }
    }
  }

  /** Every library, and what bin/activemq starts. */
  private static void replaceLibraries(InstalledLine line, Path home) throws IOException {
    FileSystemUtils.deleteRecursively(home.resolve("lib"));
    copy(published(line).resolve("lib"), home.resolve("lib"));
    Files.copy(
        published(line).resolve("bin/activemq-run.jar"),
        home.resolve("bin/activemq.jar"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** As the distribution does: the war by itself starts a broker of its own, without a gate. */
  private static void replaceConsole(Path webapps) throws IOException {
    Path own = Path.of("WEB-INF", "webconsole-embedded.xml");
    String insteadOfOwn = Files.readString(webapps.resolve("admin").resolve(own));
    FileSystemUtils.deleteRecursively(webapps);
    copy(CONSOLE, webapps.resolve("admin"));
    Files.delete(webapps.resolve("admin/WEB-INF/activemq.xml"));
    Files.writeString(webapps.resolve("admin").resolve(own), insteadOfOwn);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }
}
