package io.portcullis.broker.management;

import io.portcullis.broker.platform.HostAddresses;
import io.portcullis.enforce.RegularFile;
import io.portcullis.rule.EntranceFacts;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The agents that the JVM was started with. The options of Jolokia, of Prometheus' exporter and of
 * the JVM's debugger say where they listen. What other agents do is not known.
 *
 * @param arguments the JVM's own arguments, such as {@code -javaagent:jolokia.jar=port=8778}
 */
record JavaAgents(List<String> arguments) {

  private static final String JAVA_AGENT = "-javaagent:";

  private static final Pattern NATIVE_AGENT = Pattern.compile("-agent(?:lib|path):([^=]*)(?:=.*)?");
  private static final Set<String> OTHER_LOGINS = Set.of("jaas", "delegate");

  /** The default address of Jolokia. */
  private static final String DEFAULT_HOST = "localhost";

  private static final String DEFAULT_PORT = "8778";

  JavaAgents {
    arguments = List.copyOf(arguments);
  }

  /** Adds the interfaces that they open, and what is unknown. */
  void addTo(List<EntranceFacts> entrances, List<String> notChecked) {
    for (String argument : arguments) {
      if (argument.startsWith(JAVA_AGENT)) {
        add(argument.substring(JAVA_AGENT.length()), entrances, notChecked);
      }
      addNative(argument, entrances, notChecked);
    }
  }

  private static void addNative(
      String argument, List<EntranceFacts> entrances, List<String> notChecked) {
    Optional<DebuggerOption> debugger = DebuggerOption.of(argument);
    if (debugger.isPresent()) {
      debugger.get().addTo(entrances, notChecked);
      return;
    }
    Matcher nativeAgent = NATIVE_AGENT.matcher(argument);
    if (nativeAgent.matches()) {
      notChecked.add("agent %s, which may listen somewhere".formatted(nativeAgent.group(1)));
    }
  }

  private static void add(String agent, List<EntranceFacts> entrances, List<String> notChecked) {
    String[] jarAndOptions = agent.split("=", 2);
    Path jar = Path.of(jarAndOptions[0]);
    String name = String.valueOf(jar.getFileName());
    if (PrometheusAgent.is(name)) {
      String options = jarAndOptions.length > 1 ? jarAndOptions[1] : "";
      PrometheusAgent.add(name, options, entrances, notChecked);
      return;
    }
    if (!name.toLowerCase(Locale.ROOT).contains("jolokia")) {
      notChecked.add("Java agent %s, which may listen somewhere".formatted(name));
      return;
    }
    Properties given = options(jarAndOptions.length > 1 ? jarAndOptions[1] : "");
    Properties options = new Properties();
    String fileOrNull = given.getProperty("config");
    if (fileOrNull != null && !read(Path.of(fileOrNull), options)) {
      notChecked.add("Jolokia's file %s, which cannot be read".formatted(fileOrNull));
    }
    options.putAll(given);
    entrances.add(jolokia(options));
  }

  private static Properties options(String text) {
    Properties options = new Properties();
    for (String option : text.split(",", -1)) {
      String[] nameAndValue = option.split("=", 2);
      options.setProperty(nameAndValue[0].strip(), nameAndValue.length > 1 ? nameAndValue[1] : "");
    }
    return options;
  }

  private static boolean read(Path file, Properties into) {
    try (Reader reader = RegularFile.reader(file, StandardCharsets.ISO_8859_1)) {
      into.load(reader);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static EntranceFacts jolokia(Properties options) {
    String host = options.getProperty("host", DEFAULT_HOST);
    List<InetAddress> addresses = HostAddresses.of(host.equals("*") ? "0.0.0.0" : host);
    boolean tls = options.getProperty("protocol", "http").equalsIgnoreCase("https");
    return new EntranceFacts(
        EntranceFacts.Kind.JOLOKIA,
        "%s:%s".formatted(host, options.getProperty("port", DEFAULT_PORT)),
        addresses,
        tls,
        demandsLogin(options)
            || (tls && Boolean.parseBoolean(options.getProperty("useSslClientAuthentication"))));
  }

  /**
   * Tells whether Jolokia requires a login. A password counts only if no other method was chosen.
   */
  private static boolean demandsLogin(Properties options) {
    String mode = options.getProperty("authMode", "basic");
    boolean password = options.containsKey("user") && options.containsKey("password");
    return options.containsKey("authClass")
        || OTHER_LOGINS.contains(mode)
        || (mode.equals("basic") && password);
  }
}
