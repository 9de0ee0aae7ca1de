package io.portcullis.esdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Judges AWS's public test vectors, beside what their manifests say. They are not part of this
 * project: its documentation says where to get them.
 *
 * <p>Takes directories, and looks for manifests in them and in their archives. A vector is read to
 * {@link Depth#SIGNATURE}. Ends with 1 if a verdict differs and a key would not explain it.
 */
public final class PublicVectors {
  private static final Pattern MANIFEST_NAMES =
      Pattern.compile(".*(manifest|decrypt|vectors).*\\.json");
  private static final Pattern NEEDS_NO_KEY = Pattern.compile("(?i).*truncat.*");
  private static final Pattern NEEDS_A_KEY = Pattern.compile("(?i).*(commitment|tag).*");
  private static final String FILE = "file://";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How a verdict compares with a manifest's. */
  private enum Comparison {
    /** Both accept it. */
    ACCEPTED("accepted by both"),
    /** Both refuse it. */
    REFUSED("refused by both"),
    /** Only a holder of the data key can refuse it. */
    KEY_NEEDED("accepted here, and a key is needed to refuse it"),
    /** Refused or accepted here alone. */
    UNEXPLAINED("judged otherwise, unexplained");

    private final String words;

    Comparison(String words) {
      this.words = words;
    }
  }

  /** One message of a manifest, with the error that its decryption must end in, if any. */
  private static final class Vector {
    private final String name;
    private final byte[] message;
    private final Optional<String> error;

    Vector(String name, byte[] message, Optional<String> error) {
      this.name = name;
      this.message = message;
      this.error = error;
    }
  }

  private final PrintStream out;
  private final MessageReader reader = new MessageReader();
  private final Map<Comparison, Integer> all = counts();
  private final Set<String> seen = new HashSet<>();
  private int distinct;

  private PublicVectors(PrintStream out) {
    this.out = out;
  }

  /** Judges the vectors in these directories. */
  public static void main(String[] directories) throws IOException {
    System.exit(run(System.out, Stream.of(directories).map(Path::of).toList()));
  }

  /** Returns the exit status: 0, 1 if a verdict is unexplained, 2 if there is no vector. */
  static int run(PrintStream out, List<Path> directories) throws IOException {
    PublicVectors vectors = new PublicVectors(out);
    for (Path directory : directories) {
      vectors.judgeBelow(directory);
    }
    int count = vectors.all.values().stream().mapToInt(Integer::intValue).sum();
    vectors.print("all, " + vectors.distinct + " different", vectors.all);
    if (count == 0) {
      return 2;
    }
    return vectors.all.get(Comparison.UNEXPLAINED) == 0 ? 0 : 1;
  }

  private void judgeBelow(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> walked = Files.walk(directory)) {
      files = walked.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.endsWith(".zip")) {
        judgeArchive(file);
      } else if (MANIFEST_NAMES.matcher(name).matches()) {
        judgeManifest(file.toString(), file);
      }
    }
  }

  private void judgeArchive(Path archive) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(archive);
        Stream<Path> walked = Files.walk(files.getPath("/"))) {
      for (Path file : walked.filter(Files::isRegularFile).sorted().toList()) {
        if (MANIFEST_NAMES.matcher(file.getFileName().toString()).matches()) {
          judgeManifest(archive + "!" + file, file);
        }
      }
    }
  }

  private void judgeManifest(String name, Path file) throws IOException {
    List<Vector> vectors = vectors(file);
    if (vectors.isEmpty()) {
      return;
    }
    Map<Comparison, Integer> counts = counts();
    for (Vector vector : vectors) {
      Comparison comparison = compare(vector);
      counts.merge(comparison, 1, Integer::sum);
      all.merge(comparison, 1, Integer::sum);
      distinct += seen.add(Base64.getEncoder().encodeToString(vector.message)) ? 1 : 0;
      if (comparison == Comparison.UNEXPLAINED) {
        String verdict = reader.malformation().map(Malformation::describe).orElse("accepted");
        out.printf("  %s: %s; manifest: %s%n", vector.name, verdict, vector.error.orElse("valid"));
      }
    }
    print(name, counts);
  }

  private Comparison compare(Vector vector) {
    byte[] message = vector.message;
    boolean accepted = reader.read(message, 0, message.length, Depth.SIGNATURE, 0xFFFF);
    if (vector.error.isEmpty()) {
      return accepted ? Comparison.ACCEPTED : Comparison.UNEXPLAINED;
    }
    if (!accepted) {
      return Comparison.REFUSED;
    }
    String error = vector.error.get();
    boolean hidden =
        NEEDS_A_KEY.matcher(error).matches()
            || (!reader.suite().signed() && !NEEDS_NO_KEY.matcher(error).matches());
    return hidden ? Comparison.KEY_NEEDED : Comparison.UNEXPLAINED;
  }

  /** Returns the messages of a manifest to decrypt; none if the file is something else. */
  private static List<Vector> vectors(Path file) throws IOException {
    JsonNode root = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
    JsonNode tests = root.isArray() ? root : root.path("tests");
    List<Vector> vectors = new ArrayList<>();
    if (tests.isArray()) {
      tests.forEach(test -> inline(test).ifPresent(vectors::add));
      return vectors;
    }
    tests
        .properties()
        .forEach(test -> stored(file, test.getKey(), test.getValue()).ifPresent(vectors::add));
    return vectors;
  }

  /** A message in base64 within the manifest. */
  private static Optional<Vector> inline(JsonNode test) {
    String text = test.path("ciphertext").asText();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    byte[] message = Base64.getDecoder().decode(text);
    String error = test.path("exception").isTextual() ? test.path("exception").asText() : "";
    return Optional.of(
        new Vector(
            test.path("comment").asText(test.path("algorithm-suite").asText()),
            message,
            error.isEmpty() ? Optional.empty() : Optional.of(error)));
  }

  /** A message in a file of its own, named by the manifest from its own directory. */
  private static Optional<Vector> stored(Path manifest, String name, JsonNode entry) {
    JsonNode test =
        entry.path("decryption-scenario").isObject() ? entry.path("decryption-scenario") : entry;
    String place = test.path("ciphertext").asText();
    if (!place.startsWith(FILE)) {
      return Optional.empty();
    }
    try {
      Path file = manifest.resolveSibling(place.substring(FILE.length()));
      return Optional.of(new Vector(name, Files.readAllBytes(file), error(test)));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  private static Optional<String> error(JsonNode test) {
    JsonNode error = test.path("result").path("error");
    if (!error.isMissingNode()) {
      return Optional.of(error.path("error-description").asText(error.asText()));
    }
    return test.path("type").asText().startsWith("negative")
        ? Optional.of(test.path("description").asText())
        : Optional.empty();
  }

  private static Map<Comparison, Integer> counts() {
    Map<Comparison, Integer> counts = new EnumMap<>(Comparison.class);
    Stream.of(Comparison.values()).forEach(comparison -> counts.put(comparison, 0));
    return counts;
  }

  private void print(String name, Map<Comparison, Integer> counts) {
    out.println(name);
    counts.forEach((comparison, count) -> out.printf("  %5d %s%n", count, comparison.words));
  }
}
