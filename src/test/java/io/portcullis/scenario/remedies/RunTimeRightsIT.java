package io.portcullis.scenario.remedies;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.CommandClient;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.RawProducer;
import io.portcullis.testing.Rights;
import jakarta.jms.MessageConsumer;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.command.RemoveSubscriptionInfo;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Whoever lacks a right that the remedy gives is accepted, and others go on. */
class RunTimeRightsIT extends RunTimeRemedies {

  private static final Pattern ENTRY =
      Pattern.compile(
          "add <authorizationEntry (queue|topic)=\"([^\"]+)\" (read|write|admin)=\"([^\"]+)\"/>");

  private static final String ALL = "admins,users,activemq-webconsole";

  private DefaultAuthorizationMap map;

  @Override
  Map<String, Deed> rows() {
    return Map.ofEntries(
        Map.entry("refused-by-broker", this::creation),
        Map.entry("right-missing", this::removal),
        Map.entry("right-of-nobody", this::nobodys),
        Map.entry("subscription-unreadable", this::subscription),
        Map.entry("quarantine-for-administrators", this::quarantine));
  }

  @Override
  Stage open() throws Exception {
    map =
        Rights.ofQueues()
            .add("topic://ActiveMQ.Advisory.>", ALL, ALL, ALL)
            .users("queue://OWN.>", true, true)
            .users("queue://Portcullis.>", true, true)
            .map();
    Stage stage =
        Stage.of(
            GatedBroker.listening("ssl", "amqp+ssl", "mqtt+ssl", "stomp+ssl")
                .withPlugin(new AuthorizationPlugin(map))
                .with(gate -> gate.setReportOnly("require-system-group"))
                .started());
    try (OpenWire admin = stage.admin()) {
      for (Way way : Way.values()) {
        give("topic://NEWS-" + way, "read", "admins");
        give("topic://NEWS-" + way, "write", "admins");
        give("topic://NEWS-" + way, "admin", "admins");
        admin.create("topic://NEWS-" + way);
      }
    }
    return stage;
  }

  /** Puts what a remedy says to add into the map of the running broker. */
  private void paste(String line) {
    paste(line, map);
  }

  private void paste(String line, DefaultAuthorizationMap into) {
    Matcher entry = ENTRY.matcher(Stage.remedy(line));
    assertThat(entry.find()).as(Stage.remedy(line)).isTrue();
    String destination = entry.group(1) + "://" + entry.group(2);
    give(into, destination, entry.group(3), entry.group(4));
  }

  private void give(String destination, String right, String group) {
    give(map, destination, right, group);
  }

  private static void give(
      DefaultAuthorizationMap into, String destination, String right, String group) {
    AuthorizationEntry entry =
        Rights.entry(
            destination,
            right.equals("read") ? group : "",
            right.equals("write") ? group : "",
            right.equals("admin") ? group : "");
    into.put(entry.getDestination(), entry);
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      mode = Mode.EXCLUDE,
      names = {"MQTT_OVER_WEBSOCKET", "STOMP_OVER_WEBSOCKET"})
  void theEntryOfTheRemedyLetsTheUserSendAndRead(Way way) throws Exception {
    String topic = "NEWS-" + way;
    ThrowingCallable sending =
        () -> {
          try (ProtocolClient client = ProtocolClient.connect(way, stage.broker(), "user")) {
            client.send(topic, Stage.ENCRYPTED);
          }
        };
    ThrowingCallable reading =
        () -> {
          try (ProtocolClient client = ProtocolClient.connect(way, stage.broker(), "user")) {
            client.subscribe(topic);
          }
        };
    for (ThrowingCallable deed : List.of(sending, reading)) {
      String line = stage.refused("refused-by-broker", deed);
      Stage.said(line, "^if the user is to have the right, put it into one of admins, or add <");

      paste(line);
      stage.accepted(deed);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      mode = Mode.EXCLUDE,
      names = {"OPENWIRE", "MQTT_OVER_WEBSOCKET", "STOMP_OVER_WEBSOCKET"})
  void aUserOfAGroupOfTheRemedyIsAccepted(Way way) throws Exception {
    String topic = "NEWS-" + way;
    String line =
        stage.refused(
            "refused-by-broker",
            () -> {
              try (ProtocolClient client = ProtocolClient.connect(way, stage.broker(), "nobody")) {
                client.send(topic, Stage.ENCRYPTED);
              }
            });
    Stage.said(
        line, "put it into one of admins(,users)?, or add <.*GROUP.* for a new group of it$");

    stage.accepted(
        () -> {
          try (ProtocolClient client = ProtocolClient.connect(way, stage.broker(), "admin")) {
            client.send(topic, Stage.ENCRYPTED);
          }
        });
  }

  /** With the rights on all of them, too, ActiveMQ's map refuses. */
  @Test
  void severalDestinationsAreUsedOneByOne() throws Exception {
    give("queue://SIDE", "write", "users");
    give("queue://SIDE", "admin", "users");
    try (OpenWire user = stage.user()) {
      String line =
          stage.refused("refused-by-broker", () -> user.send("OWN.A,SIDE", Stage.ENCRYPTED));
      Stage.said(line, "^use each destination by itself, .* matches all of them$");

      stage.accepted(
          () -> {
            user.send("OWN.A", Stage.ENCRYPTED);
            user.send("SIDE", Stage.ENCRYPTED);
          });
    }
  }

  private void creation(String code) throws Exception {
    try (OpenWire user = stage.user()) {
      String line = stage.refused(code, () -> user.create("queue://FRESH&NEW"));
      Stage.said(line, "admin=\"users\"/> for its group users$");
      Matcher entry = ENTRY.matcher(Stage.remedy(line));
      assertThat(entry.find()).isTrue();
      assertThat(entry.group(2)).isEqualTo("FRESH&amp;NEW");

      give("queue://FRESH&NEW", entry.group(3), entry.group(4));
      stage.accepted(() -> user.create("queue://FRESH&NEW"));
    }
  }

  private void removal(String code) throws Exception {
    try (OpenWire user = stage.user();
        OpenWire admin = stage.admin()) {
      admin.create("queue://OTHERS.A");
      ThrowingCallable deed = () -> user.remove("queue://OTHERS.A");
      String line = stage.refused(code, deed);
      Stage.said(
          line,
          "^if the user is to have the right, put it into one of .*admins, or add <.*/> for its"
              + " group users$");
      stage.accepted(() -> admin.remove("queue://OTHERS.A"));

      admin.create("queue://OTHERS.A");
      paste(line);
      stage.accepted(deed);
    }
  }

  private void nobodys(String code) throws Exception {
    try (OpenWire user = stage.user()) {
      RawProducer producer = RawProducer.anonymous(user);
      ThrowingCallable deed = () -> producer.send("topic://LONELY.A,LONELY.B", Stage.ENCRYPTED);
      String first = stage.refused(code, deed);
      Stage.said(first, "^if the user is to have the right, add <.*/> for its group users$");
      paste(first);
      paste(stage.refused(code, deed));
      for (String topic : List.of("LONELY.A", "LONELY.B")) {
        give("topic://" + topic, "admin", "users");
      }

      stage.accepted(deed);
    }
  }

  private void subscription(String code) throws Exception {
    give("topic://FEED", "read", "users");
    give("topic://FEED", "admin", "users");
    try (OpenWire user = stage.named("user", "reader")) {
      user.session().createDurableSubscriber(user.session().createTopic("FEED"), "feed").close();
    }
    String own = "admins,users";
    DefaultAuthorizationMap fewer =
        Rights.ofQueues().add("topic://ActiveMQ.Advisory.>", own, own, own).map();
    Rights.replace(stage.broker(), fewer);
    // ActiveMQ 6.3.2 removes a subscription of the connection's own client id, whatever is asked.
    try (OpenWire user = stage.named("user", "reader")) {
      RemoveSubscriptionInfo removal = new RemoveSubscriptionInfo();
      removal.setConnectionId(user.connection().getConnectionInfo().getConnectionId());
      removal.setClientId("reader");
      removal.setSubscriptionName("feed");
      ThrowingCallable deed = () -> user.connection().syncSendPacket(removal);
      String line = stage.refused(code, deed);
      Stage.said(line, "^if the user is to have the right, add <.*/> for its group users$");
      assertThat(Stage.found(line)).contains("does not let it read topic://FEED");

      paste(line, fewer);
      stage.accepted(deed);
    } finally {
      Rights.replace(stage.broker(), map);
    }
  }

  @Test
  void aReaderWhoLosesTheRightGetsItBackByTheEntryOfTheRemedy() throws Exception {
    give("queue://OWN.LOST", "read", "users");
    DefaultAuthorizationMap fewer = Rights.ofQueues().add("topic://>", ALL, ALL, ALL).map();
    try (OpenWire reader = stage.user()) {
      MessageConsumer lost = reader.consumer("OWN.LOST");
      String line = stage.refused("right-of-nobody", () -> Rights.replace(stage.broker(), fewer));
      assertThat(Stage.found(line)).contains("does not let it read from queue://OWN.LOST");
      Stage.said(line, "^if the user is to have the right, add <.*/> for its group users$");
      lost.close();

      paste(line, fewer);
      stage.accepted(() -> reader.consumer("OWN.LOST").close());
    } finally {
      Rights.replace(stage.broker(), map);
    }
  }

  private void quarantine(String code) throws Exception {
    String name = "queue://Portcullis.Quarantine.KEPT";
    try (CommandClient user = CommandClient.connect(stage.broker(), "ID:curious", "user")) {
      String line = stage.refused(code, () -> user.consume(OpenWire.destination(name), false));
      Stage.said(line, "^leave the quarantine to the administrators$");
    }
    try (OpenWire admin = stage.admin()) {
      stage.accepted(() -> admin.consumer(name).close());
    }
  }
}
