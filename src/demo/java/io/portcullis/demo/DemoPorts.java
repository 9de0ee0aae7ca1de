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
import java.util.regex.Pattern;

/**
 * The ports of a configuration's connectors, which may all be moved.
 *
 * @param configuration the file to start the broker from
 * @param byConnector the port of each connector, by its name, in the file's order
 */
record DemoPorts(Path configuration, Map<String, Integer> byConnector) {

  private static final Pattern CONNECTOR =
      Pattern.compile("(<transportConnector name=\"(\\w+)\" uri=\"[^\"]*?:)(\\d+)");

  DemoPorts {
    byConnector = new LinkedHashMap<>(byConnector);
  }

  /**
   * Reads the ports of {@code template}. If there is a first port, the connectors get it and those
   * after it, in a copy of the file in {@code folder}.
   */
  static DemoPorts of(Path template, OptionalInt first, Path folder) throws IOException {
    Map<String, Integer> ports = new LinkedHashMap<>();
    String text = Files.readString(template);
    String moved =
        CONNECTOR
            .matcher(text)
            .replaceAll(
                found -> {
                  int port =
                      first.isPresent()
                          ? first.getAsInt() + ports.size()
                          : Integer.parseInt(found.group(3));
                  ports.put(found.group(2), port);
                  return found.group(1).replace("$", "\\$") + port;
                });
    return first.isPresent()
        ? new DemoPorts(Files.writeString(folder.resolve("activemq.xml"), moved), ports)
        : new DemoPorts(template, ports);
  }

  /** Returns the port of a connector. */
  int of(String connector) {
    return byConnector.get(connector);
  }

  /** Tells which port another process has, and what to do, if there is one. */
  Optional<String> complaint() {
    return byConnector.entrySet().stream()
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
