package io.portcullis.scenario.remedies;

import io.portcullis.testing.CommandClient;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import io.portcullis.testing.XaIds;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.activemq.command.TransactionInfo;
import org.apache.activemq.command.XATransactionId;
import org.apache.activemq.security.AuthorizationPlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom the remedy of a refused transaction names may end it. */
class RunTimeTransactionsIT {

  private static Stage stage;

  private static final Map<String, Deed> ROWS =
      Map.of(
          "transaction-of-another", RunTimeTransactionsIT::open,
          "prepared-transaction-of-another", RunTimeTransactionsIT::prepared);

  /** The codes whose remedies are applied here. */
  static Stream<String> codes() {
    return ROWS.keySet().stream().sorted();
  }

  @BeforeAll
  static void start() throws Exception {
    Rights rights =
        Rights.ofOperators()
            .users("queue://OPEN.>", true, true)
            .add("queue://RICH.>", "admins", "admins", "admins");
    stage =
        Stage.of(
            GatedBroker.listening("ssl")
                .withPlugin(new AuthorizationPlugin(rights.map()))
                .started());
  }

  @AfterAll
  static void stop() throws Exception {
    stage.close();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void remedyHelps(String code) throws Exception {
    ROWS.get(code).play(code);
  }

  private static CommandClient client(String user, int number) throws Exception {
    return CommandClient.connect(stage.broker(), "ID:%s-%d".formatted(user, number), user);
  }

  private static void begin(CommandClient maker, XATransactionId id, String queue)
      throws Exception {
    maker.transact(id, TransactionInfo.BEGIN);
    maker.send(OpenWire.destination(queue), Stage.ENCRYPTED, id);
  }

  private static void open(String code) throws Exception {
    XATransactionId id = XaIds.of(1);
    try (CommandClient maker = client("user", 1);
        CommandClient other = client("admin", 1)) {
      begin(maker, id, "OPEN.A");
      String line = stage.refused(code, () -> other.transact(id, TransactionInfo.COMMIT_ONE_PHASE));
      Stage.said(line, "^let whoever made it use it$");

      stage.accepted(() -> maker.transact(id, TransactionInfo.COMMIT_ONE_PHASE));
    }
  }

  /** Three are named: the maker, an administrator, and a user with every right that is in it. */
  private static void prepared(String code) throws Exception {
    String remedy =
        "^let whoever made it end it, an administrator, or a user with every right that is in it$";
    try (CommandClient admin = client("admin", 2);
        CommandClient user = client("user", 2);
        CommandClient console = client("console", 2)) {
      begin(admin, XaIds.of(2), "RICH.A");
      admin.transact(XaIds.of(2), TransactionInfo.PREPARE);
      String line =
          stage.refused(code, () -> user.transact(XaIds.of(2), TransactionInfo.COMMIT_TWO_PHASE));
      Stage.said(line, remedy);
      stage.accepted(() -> admin.transact(XaIds.of(2), TransactionInfo.COMMIT_TWO_PHASE));

      CommandClient[] named = {admin, console};
      for (int i = 0; i < named.length; i++) {
        CommandClient ender = named[i];
        XATransactionId id = XaIds.of(3 + i);
        begin(user, id, "OPEN.A");
        user.transact(id, TransactionInfo.PREPARE);
        stage.accepted(() -> ender.transact(id, TransactionInfo.COMMIT_TWO_PHASE));
      }
    }
  }
}
