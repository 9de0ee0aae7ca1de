package io.portcullis.broker.configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Says where a web application has its files, as the definition of its bean names the places. */
final class ApplicationPlaces {

  /** The properties of Jetty 9 to 12 by which an application has its files. */
  private static final List<String> FILES =
      List.of("war", "resourceBase", "baseResource", "baseResourceAsString", "baseResourceAsPath");

  /** The properties of Jetty's resources, such as of a collection, that name further ones. */
  private static final List<String> RESOURCES = List.of("resources", "resourcesAsCSV");

  private static final String CLASSES = "extraClasspath";

  private ApplicationPlaces() {}

  /** Returns the places of its files, as the definition writes them. Some may not exist. */
  static List<String> files(DefinedBean application) {
    return places(application, FILES.stream());
  }

  /** Returns the places of its files and of its further classes. */
  static List<String> filesAndClasses(DefinedBean application) {
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

  /** Tells an application, also a packed one, from the pages and images beside it. */
  static boolean isApplication(Path entry) {
    return Files.isDirectory(entry)
        ? !Files.notExists(entry.resolve("WEB-INF"))
        : Files.isRegularFile(entry)
            && entry.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".war");
  }
}
