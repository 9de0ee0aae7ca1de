package io.portcullis.scenario.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.observation.UsageWatch;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedLines;
import io.portcullis.testing.OpenWire;
import io.portcullis.usage.Observation;
import io.portcullis.usage.UsageFile;
import io.portcullis.usage.Use;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was observed outlives the broker. */
class UsageKeptTest {

  private static final byte[] ENCRYPTED =
      Ciphertexts.encrypt("plain".getBytes(StandardCharsets.UTF_8));

  @TempDir Path data;

  private GatedBroker broker() throws Exception {
    GatedBroker broker = GatedBroker.listening("ssl");
    broker.setBrokerName("kept");
    broker.getBrokerService().setDataDirectory(data.toString());
    return broker;
  }

  private Path file() {
    return data.resolve("kept").resolve(UsageFile.NAME);
  }

  private void sendTo(String queue) throws Exception {
    try (GatedBroker broker = broker().started();
        OpenWire client = OpenWire.connect(broker, "admin")) {
      client.send(queue, ENCRYPTED);
    }
  }

  @Test
  void usesOfBeforeTheRestartAreStillThere() throws Exception {
    sendTo("queue://BEFORE");
    Observation before = UsageFile.read(file());
    sendTo("queue://AFTER");
    Observation after = UsageFile.read(file());

    assertThat(after.uses())
        .extracting(use -> use.destination().toString())
        .contains("queue://BEFORE", "queue://AFTER");
    assertThat(after.keys())
        .extracting(key -> key.destination().toString())
        .containsExactlyInAnyOrder("queue://BEFORE", "queue://AFTER");
    assertThat(after.since()).isEqualTo(before.since());
    assertThat(after.until()).isAfter(before.until());
    assertThat(after.uses().stream().filter(KeptRow::isBefore).map(Use::seen))
        .containsAll(before.uses().stream().filter(KeptRow::isBefore).map(Use::seen).toList());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  /** A row of the first run. */
  private static final class KeptRow {
    static boolean isBefore(Use use) {
      return use.destination().name().equals("BEFORE");
    }
  }

  /** It may be switched on again by a reload, and then the file is written. */
  @Test
  void whatWasKeptIsTakenAlsoWhileNothingIsObserved() throws Exception {
    sendTo("queue://BEFORE");
    try (GatedBroker broker = broker().with(gate -> gate.setObserve("false"))) {
      broker.start();

      assertThat(broker.view().getUses().values()).isNotEmpty();
    }
    assertThat(UsageFile.read(file()).uses()).isNotEmpty();
  }

  @Test
  void aFileThatCannotBeReadIsPutAside() throws Exception {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "{\"form\": 1, \"uses\": [");
    try (LoggedLines log = LoggedLines.of(UsageWatch.class.getName())) {
      sendTo("queue://Q");

      assertThat(log.lines())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains(file() + " cannot be read, so observation begins anew: ")
                      .contains("The file is kept as portcullis-usage.json.unreadable"));
    }
    assertThat(UsageFile.read(file()).uses()).isNotEmpty();
    assertThat(file().resolveSibling("portcullis-usage.json.unreadable"))
        .hasContent("{\"form\": 1, \"uses\": [");
  }

  /** A disk without room costs what was not written yet, and not what was. */
  @Test
  void whatCannotBeWrittenLeavesTheFormerFile() throws Exception {
    sendTo("queue://BEFORE");
    Observation before = UsageFile.read(file());
    // A folder in its place: nothing can be written there, not even by root.
    Path fresh = file().resolveSibling(UsageFile.NAME + ".new");
    Files.createDirectories(fresh.resolve("full"));

    sendTo("queue://AFTER");

    assertThat(UsageFile.read(file())).isEqualTo(before);
  }

  @Test
  void aBrokerThatKeepsNothingOnDiskMakesNoFolder() throws Exception {
    Path none = data.resolve("none");
    try (GatedBroker broker = GatedBroker.listening("ssl")) {
      broker.getBrokerService().setDataDirectory(none.toString());
      broker.start();
    }

    assertThat(none).doesNotExist();
  }
}
