package io.portcullis.scenario.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import io.portcullis.testing.CycloneDxSchema;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bill of materials, the jar and the notice name the same libraries. */
class BillOfMaterialsIT {

  private static final Path TARGET = Path.of("target");
  private static final Path JAR = TARGET.resolve("activemq-portcullis-1.0.0.jar");
  private static final Path BOM = TARGET.resolve("activemq-portcullis-1.0.0-cyclonedx.json");

  private static final String SHADED = "io/portcullis/shaded/";

  /** The beginning of a name in the jar, and what it was in the library. */
  private static final Map<String, String> RELOCATED =
      Map.of(
          "ipaddr/", "inet/ipaddr/",
          "jackson/", "com/fasterxml/jackson/",
          "bouncycastle/", "org/bouncycastle/",
          "difflib/", "com/github/difflib/",
          "picocli/", "picocli/");

  /** The names of licences in the notice, and in the bill of materials. */
  private static final Map<String, String> LICENCES =
      Map.of(
          "Apache License 2.0", "Apache-2.0",
          "Bouncy Castle Licence, which is the MIT License", "Bouncy Castle Licence");

  private static final Pattern NOTICED =
      Pattern.compile("^ {2}\\S.*? \\(([^)]+)\\), (.*(?:\\n {4}.*)*)$", Pattern.MULTILINE);

  private final JsonMapper json = JsonMapper.builder().build();

  /** CycloneDX's plugin skips itself without a network. */
  @BeforeEach
  void mavenIsOnline() {
    assumeThat(BOM).as("mvn -o makes no bill of materials").exists();
  }

  @Test
  void itIsWhatTheSchemaDemandsAndTheSameInEachBuild() throws Exception {
    String text = Files.readString(BOM);

    assertThat(CycloneDxSchema.LOADED.validate(text, InputFormat.JSON)).isEmpty();
    assertThat(json.readTree(text).at("/specVersion").asText()).isEqualTo("1.6");
    assertThat(json.readTree(text).at("/metadata").has("timestamp")).isFalse();
  }

  @Test
  void itNamesThisJarAndItsLicence() throws Exception {
    JsonNode subject = json.readTree(BOM.toFile()).at("/metadata/component");

    assertThat(subject.at("/purl").asText())
        .isEqualTo("pkg:maven/io.portcullis/activemq-portcullis@1.0.0?type=jar");
    assertThat(subject.at("/licenses/0/license/id").asText()).isEqualTo("Apache-2.0");
  }

  @Test
  void theNoticeNamesTheSameLibrariesAndLicences() throws Exception {
    Map<String, String> noticed = new TreeMap<>();
    for (MatchResult row :
        NOTICED.matcher(Files.readString(Path.of("NOTICE"))).results().toList()) {
      noticed.put(row.group(1), licence(row.group(2).replaceAll("\\s+", " ")));
    }
    Map<String, String> listed = new TreeMap<>();
    for (JsonNode part : parts()) {
      JsonNode licence = part.at("/licenses/0/license");
      listed.put(
          part.at("/group").asText() + ":" + part.at("/name").asText(),
          licence.path("id").asText(licence.path("name").asText()));
    }

    assertThat(listed).isEqualTo(noticed).doesNotContainValue("");
  }

  private static String licence(String authorAndLicence) {
    return LICENCES.entrySet().stream()
        .filter(known -> authorAndLicence.endsWith(", " + known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(authorAndLicence);
  }

  /** Each class under a name of ours is of one of the libraries, and each library has classes. */
  @Test
  void theJarHoldsTheseLibrariesAndNoOthers() throws Exception {
    Map<String, String> libraries = new HashMap<>();
    for (JsonNode part : parts()) {
      String library = part.at("/name").asText() + "-" + part.at("/version").asText() + ".jar";
      classes(onTheClassPath(library)).forEach(name -> libraries.put(name, library));
    }
    Map<String, List<String>> held =
        classes(JAR.toFile()).stream()
            .filter(name -> name.startsWith(SHADED))
            .map(BillOfMaterialsIT::original)
            .collect(Collectors.groupingBy(name -> libraries.getOrDefault(name, "none")));

    assertThat(held.get("none")).isNull();
    assertThat(held).hasSize(parts().size());
  }

  private static List<String> classes(File file) throws IOException {
    try (JarFile jar = new JarFile(file)) {
      return jar.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class")).toList();
    }
  }

  private static String original(String shaded) {
    String name = shaded.substring(SHADED.length());
    String folder = name.substring(0, name.indexOf('/') + 1);
    assertThat(RELOCATED).containsKey(folder);
    return RELOCATED.get(folder) + name.substring(folder.length());
  }

  private static File onTheClassPath(String name) {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(all.split(File.pathSeparator))
        .map(File::new)
        .filter(file -> file.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not on the class path"));
  }

  private JsonNode parts() throws Exception {
    return json.readTree(BOM.toFile()).get("components");
  }
}
