package io.portcullis.scenario.remedies;

import io.portcullis.testing.CommandClient;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import io.portcullis.testing.XaIds;
import jakarta.jms.BytesMessage;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Map;
import org.apache.activemq.command.TransactionInfo;
import org.apache.activemq.command.XATransactionId;
import org.apache.activemq.security.AuthorizationPlugin;

/** Whom the remedy of a refused transaction names may end it. */
class RunTimeTransactionsIT extends RunTimeRemedies {

  /** Names of 30,000 characters, which are more than four million together. */
  private static final int LONG_NAMES = 140;

  @Override
  Map<String, Deed> rows() {
    return Map.of(
        "transaction-of-another", this::open,
        "prepared-transaction-of-another", this::prepared,
        "transaction-too-wide", this::wide);
  }

  @Override
  Stage open() throws Exception {
    Rights rights =
        Rights.ofOperators()
            .users("queue://OPEN.>", true, true)
            .add("queue://RICH.>", "admins", "admins", "admins");
    return Stage.of(
        GatedBroker.listening("ssl").withPlugin(new AuthorizationPlugin(rights.map())).started());
  }

  private CommandClient client(String user, int number) throws Exception {
    return CommandClient.connect(stage.broker(), "ID:%s-%d".formatted(user, number), user);
  }

  private static void begin(CommandClient maker, XATransactionId id, String queue)
      throws Exception {
    maker.transact(id, TransactionInfo.BEGIN);
    maker.send(OpenWire.destination(queue), Stage.ENCRYPTED, id);
  }

  private void open(String code) throws Exception {
    XATransactionId id = XaIds.of(1);
    try (CommandClient maker = client("user", 1);
        CommandClient other = client("admin", 1)) {
      begin(maker, id, "OPEN.A");
      String line = stage.refused(code, () -> other.transact(id, TransactionInfo.COMMIT_ONE_PHASE));
      Stage.said(line, "^let whoever made it use it$");

      stage.accepted(() -> maker.transact(id, TransactionInfo.COMMIT_ONE_PHASE));
    }
  }

  /** The names of its destinations are too long to be kept, all together. */
  private void wide(String code) throws Exception {
    try (OpenWire admin = stage.admin();
        Session session = admin.connection().createSession(true, Session.SESSION_TRANSACTED)) {
      MessageProducer producer = session.createProducer(null);
      String line =
          stage.refused(
              code,
              () -> {
                for (int i = 0; i < LONG_NAMES; i++) {
                  sendToLongName(session, producer, i);
                }
                session.commit();
              });
      Stage.said(line, "^commit more often$");

      stage.accepted(
          () -> {
            for (int i = 0; i < LONG_NAMES; i++) {
              sendToLongName(session, producer, i);
              session.commit();
            }
          });
    }
  }

  private static void sendToLongName(Session session, MessageProducer producer, int number)
      throws Exception {
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(Stage.ENCRYPTED);
    producer.send(session.createQueue("%030000d".formatted(number)), message);
  }

  /** Three are named: the maker, an administrator, and a user with every right that is in it. */
  private void prepared(String code) throws Exception {
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
