package io.portcullis.broker.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.command.BrokerSubscriptionInfo;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.ConnectionControl;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.FlushCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PendingCommandsTest {

  private final PendingCommands held = new PendingCommands();

  static Stream<Command> kinds() {
    return Stream.of(new BrokerInfo(), new BrokerSubscriptionInfo(), new ConnectionControl());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theFirstOfAKindWaitsAndNoOtherEver(Command command) {
    assertThat(held.waits(command)).isTrue();
    held.keep(command);
    assertThat(held.waits(command)).isFalse();

    held.takeIdentity();
    held.takeRest();

    assertThat(held.waits(command)).isFalse();
    assertThat(held.takeRest()).isEmpty();
  }

  @Test
  void whatIsHandedOnAtOnceCountsToo() {
    held.see(new BrokerInfo());

    assertThat(held.waits(new BrokerInfo())).isFalse();
    assertThat(held.waits(new ConnectionControl())).isTrue();
  }

  @Test
  void nothingElseWaits() {
    assertThat(held.waits(new FlushCommand())).isFalse();
    assertThat(held.waits("no command")).isFalse();
  }

  @Test
  void whatIsTooLargeIsCountedInAllItsParts() {
    BrokerInfo info = new BrokerInfo();
    info.setBrokerName("x".repeat(PendingCommands.MOST_CHARACTERS));
    assertThat(PendingCommands.isTooLarge(info)).isFalse();
    info.setNetworkProperties("x");
    assertThat(PendingCommands.isTooLarge(info)).isTrue();

    BrokerInfo peers = new BrokerInfo();
    peers.setPeerBrokerInfos(new BrokerInfo[] {new BrokerInfo()});
    assertThat(PendingCommands.isTooLarge(peers)).isTrue();

    ConnectionControl control = new ConnectionControl();
    control.setReconnectTo("x".repeat(PendingCommands.MOST_CHARACTERS));
    assertThat(PendingCommands.isTooLarge(control)).isFalse();
    control.setToken(new byte[1]);
    assertThat(PendingCommands.isTooLarge(control)).isTrue();

    BrokerSubscriptionInfo subscriptions = new BrokerSubscriptionInfo();
    subscriptions.setSubscriptionInfos(
        Stream.generate(ConsumerInfo::new).limit(2_049).toArray(ConsumerInfo[]::new));
    assertThat(PendingCommands.isTooLarge(subscriptions)).isTrue();
  }
}
