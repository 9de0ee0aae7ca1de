package io.portcullis.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ports of a configuration's connectors and of its web server, which may all be moved.
 *
 * @param byName the port of each connector by its name, in the file's order, then that of the page
 */
record DemoPorts(Map<String, Integer> byName) {

  /** The web server, which has the operators' page. */
  static final String PAGE = "page";

  private static final Pattern CONNECTOR =
      Pattern.compile("(<transportConnector name=\"(?<name>\\w+)\" uri=\"[^\"]*?:)(?<port>\\d+)");

  private static final Pattern WEB_SERVER =
      Pattern.compile("(<property name=\"port\" value=\")(?<port>\\d+)");

  DemoPorts {
    byName = new LinkedHashMap<>(byName);
  }

  /**
   * Reads the ports of {@code activemq.xml} and {@code jetty.xml} in a folder. If there is a first
   * port, the connectors get it and those after it.
   */
  static DemoPorts of(Path conf, OptionalInt first) throws IOException {
    Map<String, Integer> ports = new LinkedHashMap<>();
    CONNECTOR
        .matcher(Files.readString(conf.resolve("activemq.xml")))
        .results()
        .forEach(found -> ports.put(found.group(2), Integer.parseInt(found.group(3))));
    WEB_SERVER
        .matcher(Files.readString(conf.resolve("jetty.xml")))
        .results()
        .forEach(found -> ports.put(PAGE, Integer.parseInt(found.group(2))));
    if (first.isPresent()) {
      int next = first.getAsInt();
      for (Map.Entry<String, Integer> port : ports.entrySet()) {
        port.setValue(next++);
      }
    }
    return new DemoPorts(ports);
  }

  /** Returns the text of {@code activemq.xml} or {@code jetty.xml} with these ports in it. */
  String in(String xml) {
    String moved =
        CONNECTOR.matcher(xml).replaceAll(found -> replacement(found, of(found.group(2))));
    return WEB_SERVER.matcher(moved).replaceAll(found -> replacement(found, of(PAGE)));
  }

  private static String replacement(MatchResult found, int port) {
    return Matcher.quoteReplacement(found.group(1)) + port;
  }

  /** Returns the port of a connector, or of the {@link #PAGE}. */
  int of(String name) {
    return byName.get(name);
  }

  /** Tells which port another process has, and what to do, if there is one. */
  Optional<String> complaint() {
    return byName.entrySet().stream()
        .filter(port -> isTaken(port.getValue()))
        .map(
            port ->
                ("Port %d (%s) is in use. Move all ports with -Dexec.args=\"--ports 20000\", or end"
                        + " what listens there.")
                    .formatted(port.getValue(), port.getKey()))
        .findFirst();
  }

  private static boolean isTaken(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
