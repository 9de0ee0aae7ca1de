package io.portcullis.harden;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.harden.OperatorsConfigurations.Configuration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Configurations of operators start after {@code harden}, or it says exactly what is left. */
@Isolated
class HardenConfigurationsIT {

  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

  static List<Configuration> configurations() {
    return OperatorsConfigurations.all();
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void startsOrTellsWhatIsLeft(Configuration configuration, @TempDir Path folder) throws Exception {
    Path file = write(configuration, folder.resolve("conf"));

    HardenedCopy copy = harden(file, folder.resolve("copy"));

    assertThat(refused(copy)).isEqualTo(new TreeSet<>(configuration.left()));
    assertCommentsStay(configuration, copy);
    Path again = folder.resolve("again");
    harden(copy.folder().resolve("activemq.xml"), again);
    assertThat(contents(again)).isEqualTo(contents(copy.folder()));
    if (configuration.left().isEmpty()) {
      assertStarts(copy.folder(), folder.resolve("data"));
    }
  }

  private static Path write(Configuration configuration, Path conf) throws IOException {
    for (Map.Entry<String, String> file : configuration.files().entrySet()) {
      Path path = conf.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(
          path,
          file.getValue(),
          file.getKey().equals("activemq.xml") ? configuration.charset() : StandardCharsets.UTF_8);
    }
    return conf.resolve("activemq.xml");
  }

  private static HardenedCopy harden(Path file, Path target) throws IOException {
    HardenOptions options =
        new HardenOptions(List.of(), List.of(), Optional.empty(), Optional.empty());
    return new Hardening(file, false, target, options, Clock.systemUTC()).run();
  }

  private static Set<String> refused(HardenedCopy copy) {
    Set<String> codes = new TreeSet<>();
    for (Finding finding : copy.checked().findings()) {
      if (finding.disposition() == Disposition.REFUSED) {
        codes.add(finding.violation().code());
      }
    }
    return codes;
  }

  private static void assertCommentsStay(Configuration configuration, HardenedCopy copy)
      throws IOException {
    String text = Files.readString(copy.folder().resolve("activemq.xml"), configuration.charset());
    Matcher comment = COMMENT.matcher(configuration.files().get("activemq.xml"));
    while (comment.find()) {
      assertThat(text).contains(comment.group());
    }
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new java.util.TreeMap<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            folder.relativize(file).toString(),
            Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  private static void assertStarts(Path conf, Path data) throws Exception {
    Map<String, String> properties =
        Map.of(
            "activemq.conf", conf.toString(),
            "activemq.data", data.toString(),
            "java.security.auth.login.config", conf.resolve("login.config").toString());
    Map<String, Optional<String>> before = new java.util.HashMap<>();
    properties.forEach(
        (name, value) -> {
          before.put(name, Optional.ofNullable(System.getProperty(name)));
          System.setProperty(name, value);
        });
    javax.security.auth.login.Configuration.setConfiguration(null);
    try {
      BrokerService broker =
          BrokerFactory.createBroker("xbean:" + conf.resolve("activemq.xml"), true);
      broker.waitUntilStarted();
      broker.stop();
      broker.waitUntilStopped();
    } finally {
      before.forEach(
          (name, value) ->
              value.ifPresentOrElse(
                  its -> System.setProperty(name, its), () -> System.clearProperty(name)));
      javax.security.auth.login.Configuration.setConfiguration(null);
    }
  }
}
