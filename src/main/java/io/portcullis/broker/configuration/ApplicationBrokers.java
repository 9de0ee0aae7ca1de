package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.enforce.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds web applications that may start brokers of their own. No gate judges such a broker, unless
 * the application gives it one.
 *
 * <p>An application may start one if it brings ActiveMQ's broker along, or if an XML file in its
 * {@code WEB-INF} defines one. Code that uses the classes of the broker around it is not found. In
 * a {@code .war} file, a jar counts by its name.
 */
final class ApplicationBrokers {

  private static final String BROKER_CLASS = "org/apache/activemq/broker/BrokerService.class";
  private static final Pattern BROKER_JAR =
      Pattern.compile("WEB-INF/lib/(activemq-(?:all|broker|core|osgi)\\b.*\\.jar)");
  private static final Pattern XML = Pattern.compile("WEB-INF/(?:classes/.+|[^/]+)\\.xml");
  private static final Pattern DEFINES_BROKER =
      Pattern.compile(
          "org\\.apache\\.activemq\\.(?:broker\\.BrokerService|xbean\\.)|\\bbrokerConfig=");
  private static final Pattern BROKER_ELEMENT = Pattern.compile("<(?:[\\w.-]+:)?broker[\\s/>]");
  private static final String SCHEMA = "http://activemq.apache.org/schema/core";

  /** The properties of Jetty 9 to 12 by which an application has its files. */
  private static final List<String> FILES =
      List.of("war", "resourceBase", "baseResource", "baseResourceAsString", "baseResourceAsPath");

  /** The properties of Jetty's resources, such as of a collection, that name further ones. */
  private static final List<String> RESOURCES = List.of("resources", "resourcesAsCSV");

  private static final String CLASSES = "extraClasspath";

  /** ActiveMQ's own applications. They start no broker. */
  private static final List<Path> OWN =
      List.of(Path.of("webapps", "admin"), Path.of("webapps", "api"), Path.of("conf", "console"));

  private static final int MOST_LEVELS = 10;
  private static final int MOST_FILES = 5_000;

  private final FileReach reach;

  /**
   * @param reach which files are read
   */
  ApplicationBrokers(FileReach reach) {
    this.reach = reach;
  }

  /** Describes what is not checked of an application; empty if it starts no broker. */
  Optional<String> notChecked(DefinedBean application) {
    String path = application.text("contextPath").orElse("/");
    return filesAndClasses(application).stream()
        .flatMap(file -> sign(file).stream())
        .findFirst()
        .map(sign -> "web application \"%s\", %s".formatted(path, sign));
  }

  /**
   * Returns the places of an application's files, as the definition writes them. Some may not
   * exist.
   */
  static List<String> files(DefinedBean application) {
    return places(application, FILES.stream());
  }

  /** Returns the places of its files and of its further classes. */
  private static List<String> filesAndClasses(DefinedBean application) {
    return places(application, Stream.concat(FILES.stream(), Stream.of(CLASSES)));
  }

  private static List<String> places(DefinedBean application, Stream<String> properties) {
    Set<DefinedBean> seen = new HashSet<>();
    return properties
        .flatMap(property -> texts(application.property(property), seen))
        .flatMap(text -> Arrays.stream(text.split("[,;]", -1)))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }

  /** Returns the texts of a value, and those that its beans are made with. */
  private static Stream<String> texts(DefinedValue value, Set<DefinedBean> seen) {
    return Stream.concat(
        value.texts().stream(),
        value.beans().stream()
            .filter(seen::add)
            .flatMap(
                bean ->
                    Stream.concat(
                            Stream.of(bean.arguments()), RESOURCES.stream().map(bean::property))
                        .flatMap(part -> texts(part, seen))));
  }

  private Optional<String> sign(String location) {
    try {
      Path file = Path.of(location.replaceFirst("^file:(?://(?=/))?", "")).toAbsolutePath();
      if (Files.notExists(file)) {
        return Optional.empty();
      }
      if (!isInReach(file)) {
        return OWN.stream().anyMatch(file::endsWith)
            ? Optional.empty()
            : Optional.of(
                "whose files %s are not read: they are outside the folder".formatted(file));
      }
      return (Files.isDirectory(file) ? inFolder(file) : inArchive(file))
          .map("which may start brokers of its own that no gate judges: it has %s"::formatted);
    } catch (InvalidPathException e) {
      return Optional.empty(); // such as a URL, or a placeholder that nothing replaces
    } catch (IOException e) {
      return Optional.of("whose files %s cannot be read".formatted(location));
    }
  }

  private boolean isInReach(Path file) throws IOException {
    return reach.folder().isEmpty() || file.toRealPath().startsWith(reach.folder().get());
  }

  private Optional<String> inFolder(Path folder) throws IOException {
    Path information = folder.resolve("WEB-INF");
    if (!Files.isDirectory(information)) {
      return Optional.empty();
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(information, MOST_LEVELS)) {
      files = all.limit(MOST_FILES).sorted().toList();
    }
    for (Path file : files) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      if (name.equals("WEB-INF/classes/" + BROKER_CLASS)
          || (name.matches("WEB-INF/lib/[^/]+\\.jar") && hasBroker(file))
          || (XML.matcher(name).matches() && defines(text(file)))) {
        return Optional.of(file.toString());
      }
    }
    return Optional.empty();
  }

  private static boolean hasBroker(Path jar) {
    if (!Files.isRegularFile(jar)) {
      return false;
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.getEntry(BROKER_CLASS) != null;
    } catch (IOException e) {
      return false; // what is no jar gives no class
    }
  }

  private static Optional<String> inArchive(Path archive) throws IOException {
    if (!Files.isRegularFile(archive)) {
      return Optional.empty();
    }
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().limit(MOST_FILES).map(ZipEntry.class::cast).toList()) {
        String name = entry.getName();
        if (name.equals(BROKER_CLASS)
            || name.equals("WEB-INF/classes/" + BROKER_CLASS)
            || BROKER_JAR.matcher(name).matches()
            || (XML.matcher(name).matches() && defines(text(zip, entry)))) {
          return Optional.of("%s!/%s".formatted(archive, name));
        }
      }
      return Optional.empty();
    }
  }

  private static boolean defines(String xml) {
    return DEFINES_BROKER.matcher(xml).find()
        || (xml.contains(SCHEMA) && BROKER_ELEMENT.matcher(xml).find());
  }

  private static String text(Path file) throws IOException {
    return Files.isRegularFile(file)
        ? new String(
            RegularFile.read(file, (int) FileReach.MOST_BYTES).bytes(), StandardCharsets.UTF_8)
        : "";
  }

  private static String text(ZipFile zip, ZipEntry entry) throws IOException {
    byte[] bytes = zip.getInputStream(entry).readNBytes((int) FileReach.MOST_BYTES);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
