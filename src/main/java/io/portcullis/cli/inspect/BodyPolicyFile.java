package io.portcullis.cli.inspect;

import io.portcullis.broker.configuration.BrokerFile;
import io.portcullis.broker.configuration.GatePlugin;
import io.portcullis.broker.platform.AssumedFolders;
import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.send.BodyRequirementCache;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.rule.RuleIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.command.ActiveMQDestination;

/** The body policies of an activemq.xml, which is read as data: nothing in it is run. */
final class BodyPolicyFile {

  private BodyPolicyFile() {}

  /**
   * Returns the judge for a destination of the broker.
   *
   * @throws IOException if the file cannot be read, has no gate, or has errors; the message has a
   *     line for each
   * @throws IllegalArgumentException if the destination's name is none, or is a pattern
   */
  static BodyJudge judge(Path file, String destination) throws IOException {
    ActiveMQDestination asked = DestinationNames.read(destination);
    if (DestinationNames.of(asked).isPattern()) {
      throw new IllegalArgumentException(
          "destination \"%s\" is a pattern; name the one that a message is sent to"
              .formatted(destination));
    }
    try (AssumedFolders folders = AssumedFolders.onlyAround(file)) {
      BrokerFile broker = BrokerFile.readAsData(file, folders.all()).sound();
      return judge(policy(broker), PathSeparators.of(broker.service()).translate(asked));
    } catch (ConfigurationException e) {
      throw new IOException(String.join("\n", e.problems()), e);
    }
  }

  private static BodyJudge judge(Policy policy, ActiveMQDestination destination) {
    return BodyJudge.of(
        new BodyRequirementCache(policy.bodies()).of(destination),
        DestinationNames.of(destination).parts().stream().map(policy.bodies()::of).toList());
  }

  private static Policy policy(BrokerFile file) throws IOException, ConfigurationException {
    GatePlugin gate =
        file.gate()
            .orElseThrow(() -> new IOException("its broker has no Portcullis among its plugins"));
    List<String> unread =
        file.leftOut().stream()
            .filter(thing -> thing.rules().contains(RuleIds.REQUIRE_ENCRYPTED_BODY))
            .map(thing -> "line %d is not read: %s".formatted(thing.line(), thing.what()))
            .toList();
    if (!unread.isEmpty()) {
      throw new IOException(String.join("\n", unread));
    }
    return gate.policy();
  }
}
