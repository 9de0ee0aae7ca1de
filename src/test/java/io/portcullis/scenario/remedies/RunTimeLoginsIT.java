package io.portcullis.scenario.remedies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.RawPeer;
import io.portcullis.testing.Stranger;
import io.portcullis.testing.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.ExceptionResponse;
import org.apache.activemq.command.SessionInfo;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Whose login or connection is refused, and who does what the remedy says, is accepted. */
class RunTimeLoginsIT extends RunTimeRemedies {

  private static final String WRONG = "a-wrong-password";

  @Override
  Map<String, Deed> rows() {
    return Map.ofEntries(
        Map.entry("login-too-soon", this::tooSoon),
        Map.entry("logged-in-twice", this::twice),
        Map.entry("logged-in-too-often", this::tooOften),
        Map.entry("command-before-login", this::commandBefore),
        Map.entry("command-after-logout", this::commandAfter),
        Map.entry("login-name-unfit", this::unfitName),
        Map.entry("frame-before-login", this::largeLogin),
        Map.entry("heart-beat-too-fast", this::heartBeat),
        Map.entry("client-outside-networks", this::outside),
        Map.entry("login-refused", this::wrongPassword));
  }

  @Override
  Stage open() throws Exception {
    return Stage.of(
        GatedBroker.listening("ssl", "amqp+ssl", "stomp+ssl")
            .with(gate -> gate.setAllowedNetworks("127.0.0.1"))
            .started());
  }

  /** Waits as long as a remedy says, and no longer. */
  private static void waitAsSaid(Matcher said) {
    await().pollDelay(Duration.ofMillis(Long.parseLong(said.group(1)))).until(() -> true);
  }

  private void logIn(Way way, String user, String password) throws Exception {
    switch (way) {
      case OPENWIRE -> OpenWire.connect(stage.uri(), user, password).close();
      case AMQP -> {
        JmsConnectionFactory factory =
            new JmsConnectionFactory("amqps://localhost:" + stage.broker().port("amqp+ssl"));
        factory.setSslContext(GatedBroker.clientContext());
        factory.createConnection(user, password).start();
      }
      default -> {
        try (Stranger stranger = stomp(user, password, "")) {
          await().until(() -> stranger.heard().contains("ERROR"));
        }
      }
    }
  }

  private Stranger stomp(String user, String password, String more) throws Exception {
    Stranger stranger = Stranger.at(stage.broker().port("stomp+ssl"));
    String connect =
        "CONNECT\naccept-version:1.1\n%slogin:%s\npasscode:%s\n\n\0"
            .formatted(more, user, password);
    stranger.send(connect.getBytes(StandardCharsets.ISO_8859_1));
    return stranger;
  }

  private void wrongPassword(String code) throws Exception {
    for (Way way : List.of(Way.OPENWIRE, Way.AMQP, Way.STOMP)) {
      String line = stage.refused(code, () -> logIn(way, "user", WRONG));
      Matcher said = Stage.said(line, "^wait (\\d+) ms, and log in with the right password$");
      assertThat(Integer.parseInt(said.group(1))).isBetween(1, 250);
      waitAsSaid(said);

      stage.accepted(() -> ProtocolClient.connect(way, stage.broker(), "user").close());
    }
  }

  private void tooSoon(String code) throws Exception {
    String line =
        stage.refused(
            code,
            () -> {
              // Each failure doubles the wait, so that a slow machine is too soon in the end, too.
              for (int i = 0; i < 8; i++) {
                Throwable failed = catchThrowable(() -> logIn(Way.OPENWIRE, "console", WRONG));
                assertThat(failed).isNotNull();
                if (failed.getMessage().contains("before connecting again")) {
                  return;
                }
              }
            });
    waitAsSaid(Stage.said(line, "^wait (\\d+) ms before connecting again, and correct the pass"));

    stage.accepted(() -> logIn(Way.OPENWIRE, "console", GatedBroker.PASSWORD));
  }

  private static void accept(RawPeer peer, Command command) throws Exception {
    assertThat(peer.ask(command)).isNotInstanceOf(ExceptionResponse.class);
  }

  /** Lets somebody act on a connection of its own. */
  private ThrowingCallable peer(Act act) {
    return () -> {
      try (RawPeer peer = RawPeer.connect(stage.broker(), "ssl")) {
        act.on(peer, RawPeer.login("user"));
      }
    };
  }

  @FunctionalInterface
  private interface Act {
    void on(RawPeer peer, ConnectionInfo login) throws Exception;
  }

  private void twice(String code) throws Exception {
    String line =
        stage.refused(
            code,
            peer(
                (peer, login) -> {
                  accept(peer, login);
                  accept(peer, login);
                }));
    Stage.said(line, "^log in once, or log out before$");

    stage.accepted(peer(RunTimeLoginsIT::accept));
    stage.accepted(
        peer(
            (peer, login) -> {
              accept(peer, login);
              accept(peer, login.createRemoveCommand());
              accept(peer, login);
            }));
  }

  private void tooOften(String code) throws Exception {
    int most = 100_000;
    String line =
        stage.refused(
            code,
            peer(
                (peer, login) -> {
                  for (int i = 0; i < most; i++) {
                    accept(peer, RawPeer.login("user"));
                  }
                }));
    Stage.said(line, "^use a connection of its own for each login$");

    stage.accepted(peer(RunTimeLoginsIT::accept));
    stage.accepted(peer(RunTimeLoginsIT::accept));
  }

  private void commandBefore(String code) throws Exception {
    String line =
        stage.refused(code, peer((peer, login) -> accept(peer, new SessionInfo(login, 1))));
    Stage.said(line, "^log in before anything else$");

    stage.accepted(
        peer(
            (peer, login) -> {
              accept(peer, login);
              accept(peer, new SessionInfo(login, 1));
            }));
  }

  private void commandAfter(String code) throws Exception {
    String line =
        stage.refused(
            code,
            peer(
                (peer, login) -> {
                  accept(peer, login);
                  accept(peer, login.createRemoveCommand());
                  accept(peer, new SessionInfo(login, 1));
                }));
    Stage.said(line, "^log out when everything else is done$");

    stage.accepted(
        peer(
            (peer, login) -> {
              accept(peer, login);
              accept(peer, new SessionInfo(login, 1));
              accept(peer, login.createRemoveCommand());
            }));
  }

  private void unfitName(String code) throws Exception {
    String line = stage.refused(code, () -> stage.named("user", "two\nlines").close());
    int most = Integer.parseInt(Stage.said(line, "by 1 to (\\d+) characters, none").group(1));

    stage.accepted(() -> stage.named("user", "n".repeat(most)).close());
    stage.accepted(() -> stage.named("user", "n").close());
  }

  private Stranger saying(byte[] frame) throws Exception {
    Stranger stranger = Stranger.at(stage.broker().port("ssl"));
    stranger.say(stage.broker(), "ssl", Wire.OPENWIRE.hello());
    stranger.send(frame);
    return stranger;
  }

  private void largeLogin(String code) throws Exception {
    String line = stage.refused(code, () -> saying(Wire.OPENWIRE.announcing(200_000)).close());
    Stage.said(line, "^log in before sending anything else, with a smaller login$");

    stage.accepted(
        () -> {
          try (Stranger stranger = saying(Wire.OPENWIRE.login("user", 0))) {
            await().until(() -> stranger.heard().contains("\u001e\0\0\0"));
          }
        });
  }

  private void heartBeat(String code) throws Exception {
    String line =
        stage.refused(code, () -> stomp("user", GatedBroker.PASSWORD, "heart-beat:0,1\n").close());
    String millis = Stage.said(line, "^ask for one every (\\d+) ms at most, or for none$").group(1);
    for (String asked : new String[] {millis, "0"}) {
      stage.accepted(
          () -> {
            String header = "heart-beat:0,%s\n".formatted(asked);
            try (Stranger stranger = stomp("user", GatedBroker.PASSWORD, header)) {
              await().until(() -> stranger.heard().contains("CONNECTED"));
            }
          });
    }
  }

  private void outside(String code) throws Exception {
    String elsewhere = stage.uri() + "/127.0.0.2:0";
    ThrowingCallable deed = () -> OpenWire.connect(elsewhere, "user", GatedBroker.PASSWORD).close();
    String line = stage.refused(code, deed);
    Stage.said(line, "^connect from one of them, or add its network to allowedNetworks$");
    stage.accepted(() -> stage.user().close());

    stage.broker().with(gate -> gate.setAllowedNetworks("127.0.0.1,127.0.0.2"));
    stage.broker().view().reload();
    stage.accepted(deed);
  }
}
