package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.TextFile;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.harden.text.XmlText;
import io.portcullis.rule.EntranceFacts;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Turns ActiveMQ's own JMX connector off. It can neither be kept to an address nor speak TLS. What
 * the JVM is started with does not stand in the folder, so that is left to the operator.
 */
final class CloseJmx implements Fix, Step {

  private static final String RULE = "secure-management";
  private static final String CONTEXT = "managementContext";
  private static final String TYPE = "org.apache.activemq.broker.jmx.ManagementContext";
  private static final String CREATE = "createConnector";
  private static final String OFF = "false";
  private static final String NEW = "<%1$s%2$s>\n  <%1$s%2$s %3$s=\"false\"/>\n</%1$s%2$s>";
  private static final int KIND = 3;

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    boolean own =
        String.valueOf(violation.arguments().get(KIND).value())
            .equals(EntranceFacts.Kind.BROKER_JMX.name());
    boolean changed = own && !work.waives(violation.code()) && turnOff(work.draft());
    if (!changed) {
      work.decide(violation.rule(), "%s: %s".formatted(violation.where(), violation.remedy()));
    }
    return changed;
  }

  private static boolean turnOff(Draft draft) throws IOException {
    Optional<Spot> context = draft.first(isContext());
    if (context.isPresent()) {
      return draft.edit(context.get(), RULE, (xml, node) -> xml.withAttribute(node, CREATE, OFF));
    }
    Optional<Spot> bean = draft.first(Draft.bean(TYPE));
    if (bean.isPresent()) {
      return Beans.set(draft, bean.get(), RULE, CREATE, OFF);
    }
    Optional<Spot> broker = draft.first(Draft.broker("broker"));
    if (broker.isEmpty()
        || broker.get().node().has(CONTEXT)
        || broker.get().node().child(CONTEXT).isPresent()) {
      return false;
    }
    return draft.edit(
        broker.get(),
        RULE,
        (xml, node) -> xml.first(node, NEW.formatted(node.prefix(), CONTEXT, CREATE)));
  }

  /** Matches the element inside the property of the same name. */
  private static Predicate<XmlNode> isContext() {
    return Draft.broker(CONTEXT)
        .and(node -> node.parent().filter(Draft.broker(CONTEXT)).isPresent());
  }

  /** Tells how JMX goes on, if the connector was on. */
  @Override
  public boolean apply(Work work) throws IOException {
    Optional<Spot> context = work.draft().first(isContext());
    if (context.isPresent()
        && context.get().node().attribute(CREATE).filter(OFF::equals).isPresent()
        && wasOn(work.draft(), context.get().file())) {
      work.decide(
          RULE,
          "ActiveMQ's JMX connector is off: if you use JMX from other machines, start the JVM with"
              + " com.sun.management.jmxremote.port, ssl, registry.ssl and authenticate; on this"
              + " machine, jconsole needs no connector");
    }
    return false;
  }

  private static boolean wasOn(Draft draft, String file) throws IOException {
    TextFile text = draft.text(file);
    return XmlText.of(text.original(), text.lineEnd())
        .root()
        .first(isContext())
        .flatMap(node -> node.attribute(CREATE))
        .filter(OFF::equals)
        .isEmpty();
  }
}
