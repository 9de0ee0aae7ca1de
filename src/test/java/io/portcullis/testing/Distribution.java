package io.portcullis.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * ActiveMQ as people get it, 5.18.3, with the gate's jar in its {@code lib/}: its own scripts, its
 * own configuration, in a folder of a test's.
 */
public final class Distribution implements AutoCloseable {

  private static final Path SHIPPED = Path.of("target", "apache-activemq-5.18.3");
  private static final Path JAR = Path.of("target", "activemq-portcullis-1.0.0.jar");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final String GATE =
      """
              <plugins>
                  %s
                  <bean xmlns="http://www.springframework.org/schema/beans" id="portcullis" class="io.portcullis.PortcullisPlugin"/>
              </plugins>
              <destinationPolicy>""";

  private final Path home;
  private final Path output;
  private final Map<ProtocolClient.Way, Integer> ports = new EnumMap<>(ProtocolClient.Way.class);
  private Process broker;

  private Distribution(Path home) {
    this.home = home;
    this.output = home.resolve("output.txt");
  }

  /** As it is shipped, with nothing but the jar and the gate's line in its own activemq.xml. */
  public static Distribution asShipped(Path folder) throws IOException {
    Distribution distribution = new Distribution(folder.resolve("apache-activemq"));
    copy(SHIPPED, distribution.home);
    Files.copy(JAR, distribution.home.resolve("lib").resolve(JAR.getFileName()));
    distribution.change("activemq.xml", "<destinationPolicy>", GATE.strip().formatted(""));
    return distribution;
  }

  /** With what the gate asks for: TLS, logins, passwords of its own and a console for few. */
  public static Distribution asAsked(Path folder) throws IOException {
    Distribution distribution = new Distribution(folder.resolve("apache-activemq"));
    copy(SHIPPED, distribution.home);
    Files.copy(JAR, distribution.home.resolve("lib").resolve(JAR.getFileName()));
    distribution.mend();
    return distribution;
  }

  private void mend() throws IOException {
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
    connector("tcp://0.0.0.0:61616", "ssl", ProtocolClient.Way.OPENWIRE);
    connector("amqp://0.0.0.0:5672", "amqp+ssl", ProtocolClient.Way.AMQP);
    connector("stomp://0.0.0.0:61613", "stomp+ssl", ProtocolClient.Way.STOMP);
    connector("mqtt://0.0.0.0:1883", "mqtt+ssl", ProtocolClient.Way.MQTT);
    connector("ws://0.0.0.0:61614", "wss", ProtocolClient.Way.MQTT_OVER_WEBSOCKET);
    ports.put(
        ProtocolClient.Way.STOMP_OVER_WEBSOCKET, ports.get(ProtocolClient.Way.MQTT_OVER_WEBSOCKET));
    change("jetty.xml", "value=\"user,admin\"", "value=\"admins,activemq-webconsole\"");
    change("jetty.xml", "value=\"admin\"", "value=\"admins,activemq-webconsole\"");
    Files.writeString(
        conf("jetty-realm.properties"), "admin: %s, admins\n".formatted(GatedBroker.PASSWORD));
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

  private void connector(String shipped, String scheme, ProtocolClient.Way way) throws IOException {
    int port = freePort();
    ports.put(way, port);
    change("activemq.xml", shipped, "%s://127.0.0.1:%d".formatted(scheme, port));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
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
    return home.resolve("conf").resolve(file);
  }

  /** A connection to it. */
  public ProtocolClient connect(ProtocolClient.Way way, String user) throws Exception {
    return ProtocolClient.connect(way, ports.get(way), user);
  }

  /** Starts it, as a person would on a terminal. */
  public Distribution started() throws Exception {
    broker = run("console");
    await().atMost(PATIENCE).until(() -> !broker.isAlive() || said().contains(") started"));
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
    List<String> words = new ArrayList<>(List.of("portcullis"));
    words.addAll(List.of(arguments));
    return ended(run(words.toArray(new String[0])));
  }

  /** Stops it with its own script; whether it ended by itself. */
  public boolean stop() throws Exception {
    Files.copy(output, home.resolve("console.txt"), StandardCopyOption.REPLACE_EXISTING);
    ended(run("stop"));
    return broker.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
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
    if (broker != null) {
      end(broker);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from, 1)) {
      for (Path part : all.skip(1).toList()) {
        if (!List.of("docs", "examples", "webapps-demo").contains(part.getFileName().toString())
            && !part.getFileName().toString().startsWith("activemq-all")) {
          copyTree(part, to.resolve(part.getFileName()));
        }
      }
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
