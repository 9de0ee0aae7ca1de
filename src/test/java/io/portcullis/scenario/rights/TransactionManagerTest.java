package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;

import com.arjuna.ats.arjuna.common.CoordinatorEnvironmentBean;
import com.arjuna.ats.arjuna.common.CoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.RecoveryEnvironmentBean;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.arjuna.recovery.RecoveryModule;
import com.arjuna.ats.internal.arjuna.recovery.AtomicActionRecoveryModule;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.common.JTAEnvironmentBean;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Rights;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.ActiveMQXAConnectionFactory;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Narayana, whose recovery has a user of its own. */
class TransactionManagerTest {

  private static final byte[] BODY = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final String ALL = "admins,activemq-webconsole,";

  @TempDir private static Path log;
  private GatedBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker =
        GatedBroker.create()
            .withOnly(
                new SimpleAuthenticationPlugin(
                    List.of(
                        new AuthenticationUser("admin", GatedBroker.PASSWORD, "admins"),
                        new AuthenticationUser(
                            "console", GatedBroker.PASSWORD, "activemq-webconsole"),
                        new AuthenticationUser("maker", GatedBroker.PASSWORD, "orders"),
                        new AuthenticationUser("recovery", GatedBroker.PASSWORD, "orders"),
                        new AuthenticationUser("stranger", GatedBroker.PASSWORD, "others"))))
            .withPlugin(
                new AuthorizationPlugin(
                    Rights.ofOperators()
                        .add("queue://ORDERS", ALL, ALL + "orders", ALL + "orders")
                        .add(
                            "topic://ActiveMQ.Advisory.>",
                            ALL + "orders,others",
                            ALL,
                            ALL + "orders,others")
                        .map()))
            .started();
    configure();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private static void configure() throws Exception {
    BeanPopulator.getDefaultInstance(CoreEnvironmentBean.class).setNodeIdentifier("node-1");
    for (String store : new String[] {"default", "communicationStore", "stateStore"}) {
      BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
          .setObjectStoreDir(log.toString());
    }
    BeanPopulator.getDefaultInstance(ObjectStoreEnvironmentBean.class)
        .setObjectStoreDir(log.toString());
    BeanPopulator.getDefaultInstance(CoordinatorEnvironmentBean.class)
        .setTransactionStatusManagerEnable(false);
    RecoveryEnvironmentBean recovery =
        BeanPopulator.getDefaultInstance(RecoveryEnvironmentBean.class);
    recovery.setRecoveryBackoffPeriod(1);
    recovery.setRecoveryListener(false);
    JTAEnvironmentBean jta = BeanPopulator.getDefaultInstance(JTAEnvironmentBean.class);
    jta.setXaRecoveryNodes(List.of("node-1"));
    jta.setXaResourceOrphanFilterClassNames(
        List.of(
            "com.arjuna.ats.internal.jta.recovery.arjunacore.JTATransactionLogXAResourceOrphanFilter",
            "com.arjuna.ats.internal.jta.recovery.arjunacore.JTANodeNameXAResourceOrphanFilter"));
  }

  /** The client dies between prepare and commit; the log of its manager says commit. */
  @Test
  void itsRecoveryCommitsWhatItsClientLeftBehind() throws Exception {
    TransactionManager manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
    try (XAConnection connection = connect("maker")) {
      XASession session = connection.createXASession();
      manager.begin();
      manager
          .getTransaction()
          .enlistResource(new DyingAtCommit(session.getXAResource(), connection));
      manager.getTransaction().enlistResource(new Other());
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(BODY);
      session.createProducer(session.createQueue("ORDERS")).send(message);
      manager.commit();
    }
    assertThat(broker.queue("ORDERS").getQueueSize()).isZero();

    try (AuditLines audit = AuditLines.capture()) {
      recoverAs("stranger");
      assertThat(broker.queue("ORDERS").getQueueSize()).isZero();

      recoverAs("recovery");

      assertThat(broker.queue("ORDERS").getQueueSize()).isEqualTo(1);
      assertThat(audit.lines()).isEmpty();
    }
  }

  private XAConnection connect(String user) throws Exception {
    ActiveMQXAConnectionFactory factory =
        new ActiveMQXAConnectionFactory("vm://%s?create=false".formatted(broker.getBrokerName()));
    factory.setWatchTopicAdvisories(false);
    XAConnection connection = factory.createXAConnection(user, GatedBroker.PASSWORD);
    connection.start();
    return connection;
  }

  private void recoverAs(String user) throws Exception {
    try (XAConnection connection = connect(user)) {
      XASession session = connection.createXASession();
      XAResourceRecoveryHelper helper =
          new XAResourceRecoveryHelper() {
            @Override
            public boolean initialise(String unused) {
              return true;
            }

            @Override
            public XAResource[] getXAResources() {
              return new XAResource[] {session.getXAResource()};
            }
          };
      RecoveryManager recovery = RecoveryManager.manager(RecoveryManager.DIRECT_MANAGEMENT);
      recovery.removeAllModules(false);
      XARecoveryModule resources = new XARecoveryModule();
      resources.addXAResourceRecoveryHelper(helper);
      for (RecoveryModule module :
          new RecoveryModule[] {new AtomicActionRecoveryModule(), resources}) {
        recovery.addModule(module);
      }
      recovery.scan();
      recovery.scan();
    }
  }

  /** A second resource, or the manager would commit in one phase. */
  private static class Other implements XAResource {
    @Override
    public int prepare(Xid id) throws XAException {
      return XA_OK;
    }

    @Override
    public void commit(Xid id, boolean onePhase) throws XAException {}

    @Override
    public void rollback(Xid id) throws XAException {}

    @Override
    public void start(Xid id, int flags) throws XAException {}

    @Override
    public void end(Xid id, int flags) throws XAException {}

    @Override
    public void forget(Xid id) throws XAException {}

    @Override
    public Xid[] recover(int flag) throws XAException {
      return new Xid[0];
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
      return this == other;
    }

    @Override
    public int getTransactionTimeout() throws XAException {
      return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
      return false;
    }
  }

  /** A client that dies when it is told to commit. */
  private static final class DyingAtCommit extends Other {
    private final XAResource resource;
    private final XAConnection connection;

    DyingAtCommit(XAResource resource, XAConnection connection) {
      this.resource = resource;
      this.connection = connection;
    }

    @Override
    public int prepare(Xid id) throws XAException {
      return resource.prepare(id);
    }

    @Override
    public void commit(Xid id, boolean onePhase) throws XAException {
      try {
        connection.close();
      } catch (JMSException e) {
        throw new IllegalStateException(e);
      }
      throw new XAException(XAException.XAER_RMFAIL);
    }

    @Override
    public void rollback(Xid id) throws XAException {
      resource.rollback(id);
    }

    @Override
    public void start(Xid id, int flags) throws XAException {
      resource.start(id, flags);
    }

    @Override
    public void end(Xid id, int flags) throws XAException {
      resource.end(id, flags);
    }
  }
}
