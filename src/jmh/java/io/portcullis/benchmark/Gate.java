package io.portcullis.benchmark;

import io.portcullis.broker.send.BodyRequirementCache;
import io.portcullis.broker.send.SendInspector;
import io.portcullis.policy.BodyEntry;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.rule.DestinationFacts;
import io.portcullis.rule.Rules;
import io.portcullis.rule.SendFacts;
import io.portcullis.rule.Violation;
import java.util.List;
import org.apache.activemq.command.Message;

/** The way of a message through the gate, from the broker's message to the verdict. */
final class Gate {

  private final Rules rules;
  private final BodyRequirementCache demands;

  Gate(List<BodyEntry> entries) throws ConfigurationException {
    Policy policy = Policy.builder().bodies(entries).build(Rules.ids());
    rules = Rules.of(policy);
    demands = new BodyRequirementCache(policy.bodies());
  }

  BodyRequirementCache demands() {
    return demands;
  }

  /** The same steps as for a client's send. */
  List<Violation> judge(Message message) {
    DestinationFacts destination = demands.of(message.getDestination());
    if (destination.open()) {
      return List.of();
    }
    SendFacts facts = SendInspector.inspect(destination, "", message);
    try {
      return rules.judge(facts);
    } finally {
      facts.release();
    }
  }
}
