package io.portcullis.cli;

import java.io.IOException;
import java.net.MalformedURLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXServiceURL;
import picocli.CommandLine.Option;

/** Says which JMX connector a command asks, and who logs in there. */
final class JmxAddress {

  private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^\\]]+\\]|[^:/\\[\\]]+):\\d+");
  private static final String OF_HOST_AND_PORT = "service:jmx:rmi:///jndi/rmi://%s/jmxrmi";
  private static final int LONGEST_PASSWORD_FILE = 4_096;

  private final PasswordInput input;

  @Option(
      names = "--jmx",
      paramLabel = "URL",
      description = {
        "The broker's JMX connector: a service URL, or HOST:PORT for",
        "service:jmx:rmi:///jndi/rmi://HOST:PORT/jmxrmi"
      })
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Who logs in there; its password is asked for, or read from standard input")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Read the password from the first line of this file")
  private Optional<String> passwordFile = Optional.empty();

  /** Asks for a password through {@code input}. */
  JmxAddress(PasswordInput input) {
    this.input = input;
  }

  /** Tells whether a JMX connector is named. */
  boolean isNamed() {
    return url.isPresent();
  }

  /**
   * Refuses a login that has no connector to log in to.
   *
   * @throws IllegalArgumentException if there is one
   */
  void refuseLogin() {
    if (user.isPresent() || passwordFile.isPresent()) {
      throw new IllegalArgumentException("--user and --password-file need --jmx");
    }
  }

  /**
   * Connects to the broker's JVM.
   *
   * @throws IOException if it cannot be reached; the message says what to do
   * @throws IllegalArgumentException if the options contradict each other
   */
  BrokerJmx connect() throws IOException {
    if (url.isEmpty()) {
      refuseLogin();
      return BrokerJmx.connect(LocalBroker.ofThisUser(), Map.of());
    }
    if (passwordFile.isPresent() && user.isEmpty()) {
      throw new IllegalArgumentException("--password-file needs --user");
    }
    JMXServiceURL service = service(url.get());
    return BrokerJmx.connect(service, login());
  }

  private static JMXServiceURL service(String url) {
    String full = HOST_AND_PORT.matcher(url).matches() ? OF_HOST_AND_PORT.formatted(url) : url;
    try {
      return new JMXServiceURL(full);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(
          "--jmx \"%s\" is no service URL, such as %s, and not HOST:PORT"
              .formatted(url, OF_HOST_AND_PORT.formatted("localhost:1099")),
          e);
    }
  }

  private Map<String, Object> login() throws IOException {
    if (user.isEmpty()) {
      return Map.of();
    }
    char[] password = password();
    try {
      Map<String, Object> environment = new HashMap<>();
      // JMX takes a login as two texts.
      environment.put(JMXConnector.CREDENTIALS, new String[] {user.get(), new String(password)});
      return environment;
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private char[] password() throws IOException {
    if (passwordFile.isEmpty()) {
      return input.readOnce();
    }
    String file = passwordFile.get();
    try {
      return PasswordInput.firstLine(new InputFiles(System.in, LONGEST_PASSWORD_FILE).read(file));
    } catch (IOException e) {
      throw new IOException("--password-file %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
