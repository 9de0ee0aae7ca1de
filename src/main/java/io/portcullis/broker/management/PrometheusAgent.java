package io.portcullis.broker.management;

import io.portcullis.broker.platform.HostAddresses;
import io.portcullis.enforce.RegularFile;
import io.portcullis.rule.EntranceFacts;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The JMX exporter of Prometheus, which runs as a Java agent. Its options are {@code
 * [host:]port:file}. Without a host it listens on every address. Its YAML file configures TLS and
 * the login. A file that does not name {@code httpServer} has neither. For any other file neither
 * is known.
 *
 * <p>Source: {@code io.prometheus.jmx.JavaAgent} of 1.0.1.
 */
final class PrometheusAgent {

  private static final Pattern OPTIONS =
      Pattern.compile("(?:(?<host>[\\w.-]+|\\[.+]):)?(?<port>\\d{1,5}):(?<file>.+)");

  private static final Pattern HTTP_SERVER = Pattern.compile("(?m)^[^#\\n]*\\bhttpServer\\b");

  private static final String EVERY_ADDRESS = "0.0.0.0";

  private PrometheusAgent() {}

  /** Recognizes a Java agent by the name of its jar. */
  static boolean is(String jar) {
    return jar.contains("jmx_prometheus_javaagent");
  }

  /** Adds where it listens, or what is unknown. */
  static void add(
      String jar, String options, List<EntranceFacts> entrances, List<String> notChecked) {
    Matcher told = OPTIONS.matcher(options);
    if (!told.matches()) {
      notChecked.add("Java agent %s, which may listen somewhere".formatted(jar));
      return;
    }
    String host = told.group("host") == null ? EVERY_ADDRESS : told.group("host");
    List<InetAddress> addresses = HostAddresses.of(host);
    boolean loopback =
        !addresses.isEmpty() && addresses.stream().allMatch(InetAddress::isLoopbackAddress);
    String where = "%s:%s".formatted(host, told.group("port"));
    String file = told.group("file");
    if (!loopback && maySecureItself(file)) {
      notChecked.add(
          "Java agent %s on %s: whether its file %s demands TLS and a login"
              .formatted(jar, where, file));
      return;
    }
    entrances.add(new EntranceFacts(EntranceFacts.Kind.PROMETHEUS, where, addresses, false, false));
  }

  private static boolean maySecureItself(String file) {
    try (BufferedReader text =
        new BufferedReader(RegularFile.reader(Path.of(file), StandardCharsets.UTF_8))) {
      return HTTP_SERVER.matcher(text.lines().collect(Collectors.joining("\n"))).find();
    } catch (IOException | InvalidPathException e) {
      return true;
    }
  }
}
