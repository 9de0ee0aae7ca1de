package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.BrokerXml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A finding keeps its fingerprint whatever becomes of the others. */
class SarifFingerprintsTest {

  /** Each is a finding of one connector under one rule, and is mended by itself. */
  private static final List<String> OPTIONS =
      List.of("maximumConnections=10", "wireFormat.maxFrameSize=1000000");

  @TempDir private Path folder;

  @Test
  void mendingTheFirstLeavesTheSecondWhatItWas() throws Exception {
    Map<String, String> before = fingerprints(folder, List.of(""));
    Map<String, String> after = fingerprints(folder, List.of(OPTIONS.get(0)));

    assertThat(before.keySet()).hasSizeGreaterThan(after.size());
    assertThat(before).containsAllEntriesOf(after);
  }

  @Property(tries = 6)
  void whateverIsMendedTheRestIsWhatItWas(
      @ForAll @IntRange(min = 0, max = 3) int first, @ForAll @IntRange(min = 0, max = 3) int second)
      throws Exception {
    Path own = Files.createTempDirectory("sarif");
    Map<String, String> before = fingerprints(own, List.of("", ""));
    Map<String, String> after = fingerprints(own, List.of(options(first), options(second)));

    assertThat(before).containsAllEntriesOf(after);
  }

  private static String options(int mended) {
    return IntStream.range(0, OPTIONS.size())
        .filter(i -> (mended & (1 << i)) != 0)
        .mapToObj(OPTIONS::get)
        .collect(Collectors.joining("&amp;"));
  }

  /** By their texts, each of which is another finding. */
  private static Map<String, String> fingerprints(Path folder, List<String> options)
      throws Exception {
    List<String> connectors = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      connectors.add(
          "<transportConnector name=\"c%d\" uri=\"tcp://127.0.0.1:0?%s\"/>"
              .formatted(i, options.get(i)));
    }
    BrokerXml.write(folder, BrokerXml.GATE, String.join("\n", connectors));
    JsonView sarif =
        JsonView.of(CheckRun.of("--format", "sarif", folder.resolve("activemq.xml")).out());
    Map<String, String> fingerprints = new HashMap<>();
    for (int i = 0; i < sarif.size("/runs/0/results"); i++) {
      String result = "/runs/0/results/%d".formatted(i);
      fingerprints.put(
          sarif.text(result + "/message/text"),
          sarif.text(result + "/partialFingerprints/primaryLocationLineHash"));
    }
    return fingerprints;
  }
}
