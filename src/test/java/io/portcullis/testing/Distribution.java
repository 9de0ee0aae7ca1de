package io.portcullis.testing;

import static org.awaitility.Awaitility.await;

import io.portcullis.testing.ProtocolClient.Way;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * ActiveMQ as people install it, with the gate's jar in its {@code lib/}: its own scripts, its own
 * configuration, in a folder of a test's.
 */
public final class Distribution implements AutoCloseable {

  private static final Path JAR = Path.of("target", "activemq-portcullis-1.0.0.jar");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String GATE =
      """
              <plugins>
                  %s
                  <bean xmlns="http://www.springframework.org/schema/beans" id="portcullis" class="io.portcullis.PortcullisPlugin"/>
              </plugins>
              <destinationPolicy>""";

  private static final List<Shipped> CONNECTORS =
      List.of(
          new Shipped("openwire", "tcp://0.0.0.0:61616", List.of(Way.OPENWIRE)),
          new Shipped("amqp", "amqp://0.0.0.0:5672", List.of(Way.AMQP)),
          new Shipped("stomp", "stomp://0.0.0.0:61613", List.of(Way.STOMP)),
          new Shipped("mqtt", "mqtt://0.0.0.0:1883", List.of(Way.MQTT)),
          new Shipped(
              "ws",
              "ws://0.0.0.0:61614",
              List.of(Way.MQTT_OVER_WEBSOCKET, Way.STOMP_OVER_WEBSOCKET)));

  private static final Pattern HANDLER =
      Pattern.compile(
          "(?s)(<bean id=\"Server\".*?<property name=\"handler\">)(.*?</bean>)"
              + "(\\s*</property>\\s*</bean>)");

  private static final String CONSOLE = "<import resource=\"jetty.xml\"/>";

  /** What an upgrade takes along, beside the data: the operator's own files. */
  private static final List<String> OPERATORS =
      List.of(
          "activemq.xml",
          "broker.p12",
          "credentials.properties",
          "groups.properties",
          "login.config",
          "users.properties");

  private final InstalledLine line;
  private final Path home;
  private final Path output;
  private final Map<Way, Integer> ports = new EnumMap<>(Way.class);
  private final int consolePort;
  private Path conf;
  private Process broker;
  private List<ProcessHandle> processes = List.of();

  private Distribution(InstalledLine line, Path folder) throws IOException {
    this.line = line;
    this.home = folder.resolve("activemq-" + line.version());
    this.output = home.resolve("output.txt");
    this.conf = home.resolve("conf");
    this.consolePort = FreePorts.next();
    Layout.of(line, home);
    Files.copy(JAR, home.resolve("lib").resolve(JAR.getFileName()));
  }

  /** As it is shipped, with nothing but the jar and the gate's line in its own activemq.xml. */
  public static Distribution asShipped(InstalledLine line, Path folder) throws IOException {
    Distribution distribution = new Distribution(line, folder);
    distribution.change("activemq.xml", "<destinationPolicy>", GATE.strip().formatted(""));
    if (!line.hasConsole()) {
      distribution.change("activemq.xml", CONSOLE, "");
    }
    return distribution;
  }

  /**
   * As it is shipped, without the gate, for its command {@code harden}: with ports of its own and
   * the users {@code admin} and {@code user}, whose passwords stand there as plain text.
   */
  public static Distribution toHarden(InstalledLine line, Path folder) throws IOException {
    Distribution distribution = new Distribution(line, folder);
    for (Shipped connector : CONNECTORS) {
      distribution.movePort(connector);
    }
    if (!line.hasConsole()) {
      distribution.change("activemq.xml", CONSOLE, "");
    } else {
      distribution.change(
          "jetty.xml", "value=\"8161\"", "value=\"%d\"".formatted(distribution.consolePort));
    }
    Files.writeString(
        distribution.conf("users.properties"),
        "admin=%1$s\nuser=%1$s\n".formatted(GatedBroker.PASSWORD));
    Files.writeString(distribution.conf("groups.properties"), "admins=admin\nusers=user\n");
    return distribution;
  }

  private void movePort(Shipped shipped) throws IOException {
    if (shipped.ways.stream().noneMatch(line.ways()::contains)) {
      removeConnector(shipped);
      return;
    }
    int port = FreePorts.next();
    shipped.ways.forEach(way -> ports.put(way, port));
    change(
        "activemq.xml",
        shipped.uri,
        "%s://127.0.0.1:%d".formatted(URI.create(shipped.uri).getScheme(), port));
  }

  /** Puts a hardened copy in the place of the configuration, as the documentation says. */
  public void replaceConf(Path copy) throws IOException {
    Files.move(home.resolve("conf"), home.resolve("conf.before"));
    Files.move(copy, home.resolve("conf"));
  }

  /** With what the gate asks for: TLS, logins, passwords of its own and a console for few. */
  public static Distribution asAsked(InstalledLine line, Path folder) throws IOException {
    return asAsked(line, folder, line.ways());
  }

  /** The same, with connectors for these protocols alone. */
  public static Distribution asAsked(InstalledLine line, Path folder, Set<Way> ways)
      throws IOException {
    Distribution distribution = new Distribution(line, folder);
    distribution.mend(ways);
    return distribution;
  }

  /**
   * With its own files, on free ports, and a key store and logins of a test. Its console is as it
   * is shipped.
   */
  public static Distribution withLogins(InstalledLine line, Path folder) throws IOException {
    Distribution distribution = new Distribution(line, folder);
    distribution.mendLogins(line.ways());
    if (!line.consoleLogsInAsTheBroker()) {
      distribution.change(
          "jetty-realm.properties", ": admin,", ": %s,".formatted(GatedBroker.PASSWORD));
      distribution.change(
          "jetty-realm.properties", ": user,", ": %s,".formatted(GatedBroker.PASSWORD));
    }
    distribution.change(
        "jetty.xml", "value=\"8161\"", "value=\"%d\"".formatted(distribution.consolePort));
    return distribution;
  }

  /** Hardens its folder by its own command. From then on the copy is its configuration. */
  public int harden(String name) throws Exception {
    Path copy = home.resolve(name);
    int status = portcullis("harden", "--to", copy.toString(), "--networks", "127.0.0.0/8");
    conf = copy;
    return status;
  }

  /**
   * Another line in the same folder, with the files of this one's operator and with its data, as
   * they are, but for the import of a console where there is none.
   */
  public Distribution upgradedTo(InstalledLine next) throws IOException {
    Distribution upgraded = new Distribution(next, home.getParent());
    for (String file : OPERATORS) {
      Files.copy(conf(file), upgraded.conf(file), StandardCopyOption.REPLACE_EXISTING);
    }
    upgraded.ports.putAll(ports);
    Files.delete(upgraded.home.resolve("data/activemq.log"));
    Files.delete(upgraded.home.resolve("data"));
    Files.move(home.resolve("data"), upgraded.home.resolve("data"));
    upgraded.mendConsole();
    return upgraded;
  }

  private void mend(Set<Way> ways) throws IOException {
    mendLogins(ways);
    mendConsole();
  }

  private void mendLogins(Set<Way> ways) throws IOException {
    Files.copy(GatedBroker.keyStore(), conf("broker.p12"));
    change(
        "activemq.xml",
        "<destinationPolicy>",
        GATE.strip().formatted("<jaasAuthenticationPlugin configuration=\"activemq\"/>"));
    change(
        "activemq.xml",
        "<transportConnectors>",
        """
        <sslContext>
            <sslContext keyStore="file:${activemq.conf}/broker.p12" keyStoreType="PKCS12" keyStorePassword="%s"/>
        </sslContext>
        <transportConnectors>"""
            .formatted(GatedBroker.PASSWORD));
    for (Shipped connector : CONNECTORS) {
      mend(connector, ways);
    }
    Files.writeString(
        conf("users.properties"),
        """
        admin=%1$s
        user=%1$s
        console=%1$s
        """
            .formatted(GatedBroker.PASSWORD));
    Files.writeString(
        conf("groups.properties"),
        """
        admins=admin
        users=user
        activemq-webconsole=console
        """);
    change("credentials.properties", "activemq.username=system", "activemq.username=console");
    change(
        "credentials.properties",
        "activemq.password=manager",
        "activemq.password=" + GatedBroker.PASSWORD);
  }

  /** A connector of the distribution's own activemq.xml. */
  private record Shipped(String connector, String uri, List<Way> ways) {

    Shipped {
      ways = List.copyOf(ways);
    }
  }

  private void mend(Shipped shipped, Set<Way> wanted) throws IOException {
    if (shipped.ways.stream().noneMatch(wanted::contains)) {
      removeConnector(shipped);
      return;
    }
    int port = FreePorts.next();
    shipped.ways.forEach(way -> ports.put(way, port));
    change(
        "activemq.xml",
        shipped.uri,
        "%s://127.0.0.1:%d".formatted(shipped.ways.get(0).scheme(), port));
  }

  private void removeConnector(Shipped shipped) throws IOException {
    String text = Files.readString(conf("activemq.xml"));
    Files.writeString(
        conf("activemq.xml"),
        text.replaceFirst("<transportConnector name=\"%s\".*?/>".formatted(shipped.connector), ""));
  }

  private void mendConsole() throws IOException {
    String xml = Files.readString(conf("activemq.xml"));
    if (!line.hasConsole()) {
      Files.writeString(conf("activemq.xml"), xml.replace(CONSOLE, ""));
      return;
    }
    String few = "value=\"admins,activemq-webconsole\"";
    if (line.consoleLogsInAsTheBroker()) {
      change("jetty.xml", "value=\"users,admins\"", few);
      change("jetty.xml", "value=\"admins\"", few);
    } else {
      change("jetty.xml", "value=\"user,admin\"", few);
      change("jetty.xml", "value=\"admin\"", few);
      Files.writeString(
          conf("jetty-realm.properties"), "admin: %s, admins\n".formatted(GatedBroker.PASSWORD));
    }
    change("jetty.xml", "value=\"8161\"", "value=\"%d\"".formatted(consolePort));
    keepOtherSitesOut();
  }

  /** As the remedy has it: around what is the server's handler. */
  private void keepOtherSitesOut() throws IOException {
    Matcher server = HANDLER.matcher(Files.readString(conf("jetty.xml")));
    if (!server.find()) {
      throw new IllegalStateException("jetty.xml has no server with a handler");
    }
    Files.writeString(
        conf("jetty.xml"),
        server.replaceFirst(
            "$1<bean class=\"io.portcullis.SameOrigin\" factory-method=\"before\">"
                + "<constructor-arg>$2</constructor-arg></bean>$3"));
  }

  /** Changes one of its files where a text stands. */
  public void change(String file, String before, String after) throws IOException {
    String text = Files.readString(conf(file));
    if (!text.contains(before)) {
      throw new IllegalStateException("%s has no %s".formatted(file, before));
    }
    Files.writeString(conf(file), text.replace(before, after));
  }

  /** One of its configuration files. */
  public Path conf(String file) {
    return conf.resolve(file);
  }

  /** The port that it listens on for clients of a kind. */
  public int port(ProtocolClient.Way way) {
    return ports.get(way);
  }

  /** A connection to it. */
  public ProtocolClient connect(Way way, String user) throws Exception {
    return ProtocolClient.connect(way, ports.get(way), user);
  }

  /**
   * A connection of ActiveMQ's own client.
   *
   * @param options what follows the address in its URI
   */
  public OpenWire openWire(String user, String options) throws Exception {
    return OpenWire.connect(
        "ssl://127.0.0.1:%d%s".formatted(ports.get(Way.OPENWIRE), options),
        user,
        GatedBroker.PASSWORD);
  }

  /** A page of its web console. */
  public URI console(String path) {
    return URI.create("http://127.0.0.1:%d/admin/%s".formatted(consolePort, path));
  }

  /** A page of a console with TLS, from its root. */
  public URI secureConsole(String path) {
    return URI.create("https://localhost:%d%s".formatted(consolePort, path));
  }

  /** Which line it is of. */
  public InstalledLine line() {
    return line;
  }

  /** The folder that it is installed in. */
  public Path home() {
    return home;
  }

  /** Starts it, as a person would on a terminal. */
  public Distribution started() throws Exception {
    broker = run("console");
    await().atMost(PATIENCE).until(() -> !broker.isAlive() || said().contains(") started"));
    processes = Stream.concat(Stream.of(broker.toHandle()), broker.descendants()).toList();
    if (!broker.isAlive()) {
      throw new IllegalStateException(said());
    }
    return this;
  }

  /** Starts it and waits until it ends by itself. */
  public int statusOfStart() throws Exception {
    return ended(run("console"));
  }

  /** Runs one of the gate's commands and waits for its end. */
  public int portcullis(String... arguments) throws Exception {
    return portcullisReading("", arguments);
  }

  /** The same, with something to read from standard input. */
  public int portcullisReading(String input, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("portcullis"));
    words.addAll(List.of(arguments));
    Process command = run(words.toArray(new String[0]));
    try (Writer writer = command.outputWriter()) {
      writer.write(input);
    }
    return ended(command);
  }

  /** Stops it with its own script; whether it ended, and not because the script killed it. */
  public boolean stop() throws Exception {
    Files.copy(output, home.resolve("console.txt"), StandardCopyOption.REPLACE_EXISTING);
    ended(run("stop"));
    for (ProcessHandle process : processes) {
      try {
        process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new IllegalStateException(said(), e);
      }
    }
    return !said().contains("SIGKILL");
  }

  /** What the last command said, and the broker if it was the last. */
  public String said() throws IOException {
    return Files.readString(output);
  }

  private Process run(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", home.resolve("bin/activemq").toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("ACTIVEMQ_CONF", conf.toString());
    // On a busy machine a stop needs longer than its script waits for it, and for the broker's JVM.
    builder.environment().put("ACTIVEMQ_KILL_MAXSECONDS", String.valueOf(PATIENCE.toSeconds()));
    builder
        .environment()
        .put("ACTIVEMQ_DEBUG_OPTS", "-Dsun.tools.attach.attachTimeout=" + PATIENCE.toMillis());
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  private static int ended(Process process) throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      end(process);
      throw new IllegalStateException("it did not end");
    }
    return process.exitValue();
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    processes.forEach(ProcessHandle::destroyForcibly);
  }
}
