package io.portcullis.harden;

import io.portcullis.testing.GatedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A folder of files as ActiveMQ 5.18.3 is shipped with, with a key store and logins, so that only
 * the management interfaces are left to harden.
 */
final class ConsoleFolder {

  static final String JETTY = "jetty.xml";
  static final String REALM = "jetty-realm.properties";
  static final String BROKER = "activemq.xml";

  private static final Path SHIPPED = Path.of("target", "apache-activemq-5.18.3", "conf");
  private static final List<String> TAKEN =
      List.of(BROKER, JETTY, REALM, "login.config", "jmx.password", "credentials.properties");

  private final Path folder;
  private int copies;

  private ConsoleFolder(Path folder) {
    this.folder = folder;
  }

  static ConsoleFolder in(Path temporary) throws IOException {
    ConsoleFolder conf = new ConsoleFolder(Files.createDirectory(temporary.resolve("conf")));
    for (String name : TAKEN) {
      Files.copy(SHIPPED.resolve(name), conf.folder.resolve(name));
    }
    Files.copy(GatedBroker.keyStore(), conf.folder.resolve("broker.p12"));
    Files.writeString(conf.folder.resolve("users.properties"), "admin=a-long-password\n");
    Files.writeString(conf.folder.resolve("groups.properties"), "admins=admin\n");
    conf.change(
        BROKER,
        "<destinationPolicy>",
        "<plugins><jaasAuthenticationPlugin configuration=\"activemq\"/></plugins>"
            + "<destinationPolicy>");
    conf.change(
        BROKER,
        "<transportConnectors>",
        "<sslContext><sslContext keyStore=\"file:${activemq.conf}/broker.p12\""
            + " keyStoreType=\"PKCS12\" keyStorePassword=\"${broker.keystore.password}\"/>"
            + "</sslContext><transportConnectors>");
    conf.rewrite(
        "credentials.properties",
        text -> text + "\nbroker.keystore.password=" + GatedBroker.PASSWORD + "\n");
    return conf;
  }

  /** Changes a file where a text is. */
  ConsoleFolder change(String file, String before, String after) throws IOException {
    return rewrite(
        file,
        text -> {
          if (!text.contains(before)) {
            throw new IllegalStateException("%s has no %s".formatted(file, before));
          }
          return text.replace(before, after);
        });
  }

  ConsoleFolder rewrite(String file, UnaryOperator<String> change) throws IOException {
    Path path = folder.resolve(file);
    Files.writeString(
        path,
        change.apply(Files.readString(path, StandardCharsets.ISO_8859_1)),
        StandardCharsets.ISO_8859_1);
    return this;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Makes a copy of this folder. */
  HardenedCopy harden() throws IOException {
    copies++;
    return harden(folder, folder.resolveSibling("copy" + copies));
  }

  static HardenedCopy harden(Path from, Path to) throws IOException {
    HardenOptions options =
        new HardenOptions(List.of(), List.of("10.0.0.0/8"), Optional.empty(), Optional.empty());
    return new Hardening(from.resolve(BROKER), false, to, options, Clock.systemUTC()).run();
  }

  /** What is found of the management interfaces in a copy, as codes. */
  static List<String> codes(HardenedCopy copy) {
    return copy.checked().findings().stream()
        .map(finding -> finding.violation())
        .filter(violation -> violation.rule().equals("secure-management"))
        .map(violation -> violation.code())
        .toList();
  }

  /** What is left to decide about the management interfaces. */
  static List<String> decisions(HardenedCopy copy) {
    return copy.decisions().stream()
        .filter(decision -> decision.rule().equals("secure-management"))
        .map(Decision::what)
        .toList();
  }

  static String text(HardenedCopy copy, String name) throws IOException {
    return Files.readString(copy.folder().resolve(name), StandardCharsets.ISO_8859_1);
  }

  /** Every file of a folder, its bytes as Latin-1. */
  static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            folder.relativize(file).toString(),
            Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
