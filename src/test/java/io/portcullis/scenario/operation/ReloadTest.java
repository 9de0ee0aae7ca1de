package io.portcullis.scenario.operation;

import static io.portcullis.testing.SomeWaivers.waiver;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.Portcullis;
import io.portcullis.SetGateClock;
import io.portcullis.demo.DevelopmentCertificates;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedErrors;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import io.portcullis.testing.SetClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.openmbean.CompositeData;
import javax.net.ssl.SSLContext;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.support.GenericXmlApplicationContext;
import org.springframework.core.io.FileSystemResource;

/** What the operator asks for anew holds in the running broker, all of it or nothing. */
@Timeout(60)
class ReloadTest {

  private static final byte[] PLAINTEXT = "plain".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);

  /** A broker that was started from a file. */
  @Nested
  class FromFile {

    @TempDir private Path folder;
    private BrokerService broker;

    @AfterEach
    void stop() throws Exception {
      broker.stop();
    }

    private void start(String properties) throws Exception {
      broker = BrokerFactory.createBroker(write(properties));
    }

    private String write(String properties) throws Exception {
      return BrokerXml.write(
          folder, BrokerXml.gate(properties), "<transportConnector name=\"c\" uri=\"vm://xml\"/>");
    }

    private static String open(String queue) {
      return BrokerXml.bodyPolicy("queue", queue, "body", "ANY");
    }

    private static void assertOpensSoon(OpenWire client) {
      await()
          .atMost(Duration.ofSeconds(10))
          .ignoreExceptions()
          .untilAsserted(() -> client.send("queue://OPEN", PLAINTEXT));
    }

    private Portcullis gate() {
      return (Portcullis) broker.getPlugins()[broker.getPlugins().length - 1];
    }

    private OpenWire client() throws Exception {
      return OpenWire.connect("vm://xml?create=false", "admin", "a-long-password");
    }

    @Test
    void theGatesPartOfItIsReadAgain() throws Exception {
      start("");
      try (OpenWire client = client()) {
        assertThatThrownBy(() -> client.send("queue://OPEN", PLAINTEXT))
            .hasMessageStartingWith("[require-encrypted-body]");

        write(open("OPEN"));
        assertThat(gate().reload()).isEmpty();

        assertThatCode(() -> client.send("queue://OPEN", PLAINTEXT)).doesNotThrowAnyException();
        write("");
        assertThat(gate().reload()).isEmpty();
        assertThatThrownBy(() -> client.send("queue://OPEN", PLAINTEXT))
            .hasMessageStartingWith("[require-encrypted-body]");
      }
    }

    @Test
    void aChangeIsSeenByWhatStandsInItThoughALinkIsSwapped() throws Exception {
      write("");
      Path file = folder.resolve("activemq.xml");
      Path first = Files.move(file, folder.resolve("first.xml"));
      Files.createSymbolicLink(file, first);
      broker = BrokerFactory.createBroker("xbean:" + file);
      write(open("OPEN"));
      String changed = Files.readString(file);
      Files.delete(file);
      Files.writeString(first, changed);
      Files.createSymbolicLink(file, first);

      try (OpenWire client = client()) {
        assertOpensSoon(client);
      }
    }

    @Test
    void everythingThatIsWrongIsSaidAndWhatHeldGoesOnHolding() throws Exception {
      start(open("OPEN"));
      write(
          "<property name=\"mode\" value=\"LAX\"/>"
              + "<property name=\"enforce\" value=\"require-luck\"/>"
              + open("OPEN"));

      assertThatThrownBy(() -> gate().reload())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("mode=\"LAX\" is not one of ENFORCE, REPORT_ONLY")
          .hasMessageContaining("enforce: \"require-luck\" is not one of ");
      try (OpenWire client = client()) {
        assertThatCode(() -> client.send("queue://OPEN", PLAINTEXT)).doesNotThrowAnyException();
        assertThatThrownBy(() -> client.send("queue://OTHER", PLAINTEXT))
            .hasMessageStartingWith("[require-encrypted-body]");
      }
    }

    @Test
    void aFileThatCannotBeReadChangesNothingAndIsSaidOnce() throws Exception {
      start("");
      try (LoggedErrors log = LoggedErrors.of(Portcullis.class.getName())) {
        Files.writeString(folder.resolve("activemq.xml"), "<beans");

        await().atMost(Duration.ofSeconds(10)).until(() -> !log.lines().isEmpty());

        assertThat(log.lines())
            .singleElement()
            .asString()
            .contains("Portcullis cannot read its configuration (1 error):")
            .contains("activemq.xml")
            .endsWith("The former configuration stays in force");
      }
      try (OpenWire client = client()) {
        assertThatThrownBy(() -> client.send("queue://Q", PLAINTEXT))
            .hasMessageStartingWith("[require-encrypted-body]");
      }
    }

    @Test
    void aFileWithoutAGateDoesNotTakeItOff() throws Exception {
      start("");
      BrokerXml.write(folder, "", "<transportConnector name=\"c\" uri=\"vm://xml\"/>");

      assertThatThrownBy(() -> gate().reload())
          .hasMessageContaining("activemq.xml")
          .hasMessageContaining("holds no Portcullis any more");
    }

    @Test
    void aKeyStoreThatHasChangedIsTaken() throws Exception {
      Path keys = DevelopmentCertificates.in(folder, "a-key-password", "a-key-password").keyStore();
      String uri = write("");
      BrokerXml.add(folder, BrokerXml.sslContext(keys, "a-key-password"));
      broker = BrokerFactory.createBroker(uri);
      assertThat(gate().reload()).isEmpty();
      SSLContext before = broker.getSslContext().getSSLContext();

      Path others = Files.createDirectory(folder.resolve("others"));
      Files.write(
          keys,
          Files.readAllBytes(
              DevelopmentCertificates.in(others, "a-key-password", "a-key-password").keyStore()));

      assertThat(gate().reload()).isEmpty();
      assertThat(broker.getSslContext().getSSLContext()).isNotSameAs(before);
    }

    private void addBeside(Class<?> type) throws Exception {
      BrokerXml.change(
          folder,
          xml -> xml.replace("<broker ", "<bean class=\"%s\"/><broker ".formatted(type.getName())));
    }

    @Test
    void whatStandsBesideTheBrokerDoesNotBeginAgain() throws Exception {
      String uri = write("");
      addBeside(Beside.class);
      Beside.BEGUN.set(0);
      broker = BrokerFactory.createBroker(uri);
      assertThat(Beside.BEGUN).hasValue(2);

      assertThat(gate().reload()).isEmpty();

      assertThat(Beside.BEGUN).hasValue(2);
    }

    @Test
    void aFileInWhichSomethingFailsChangesNothingAndGoesOnBeingWatched() throws Exception {
      Failing.FAILS.set(false);
      String uri = write("");
      addBeside(Failing.class);
      broker = BrokerFactory.createBroker(uri);
      Failing.FAILS.set(true);
      try (LoggedErrors log = LoggedErrors.of(Portcullis.class.getName())) {
        write("<property name=\"mode\" value=\"ENFORCE\"/>");
        addBeside(Failing.class);
        await().atMost(Duration.ofSeconds(10)).until(() -> !log.lines().isEmpty());
        assertThat(log.lines().get(0))
            .contains("activemq.xml")
            .contains("cannot be read: out of luck");
      }

      write(open("OPEN"));

      try (OpenWire client = client()) {
        assertOpensSoon(client);
      }
    }

    @Test
    void aBrokerThatIsStoppedAndStartedAgainHoldsWhatItsFileSaysThen() throws Exception {
      start(open("OPEN"));
      broker.stop();
      write("");

      broker.start(true);

      try (OpenWire client = client()) {
        assertThatThrownBy(() -> client.send("queue://OPEN", PLAINTEXT))
            .hasMessageStartingWith("[require-encrypted-body]");
      }
    }

    @Test
    void aBrokerThatIsStoppedAndStartedAgainLeavesNoThreads() throws Exception {
      start("");
      for (int i = 0; i < 3; i++) {
        broker.stop();
        broker.start(true);
      }
      try (OpenWire client = client()) {
        assertThatThrownBy(() -> client.send("queue://Q", PLAINTEXT))
            .hasMessageStartingWith("[require-encrypted-body]");
      }

      broker.stop();

      await()
          .untilAsserted(
              () ->
                  assertThat(Thread.getAllStackTraces().keySet())
                      .extracting(Thread::getName)
                      .noneMatch(name -> name.startsWith("Portcullis")));
    }

    @Test
    void aBrokerIsNotStartedAgainByAFileThatCannotBeRead() throws Exception {
      start("");
      broker.stop();
      write("<property name=\"mode\" value=\"LAX\"/>");

      assertThatThrownBy(() -> broker.start(true))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("mode=\"LAX\" is not one of ENFORCE, REPORT_ONLY");
    }

    /**
     * Spring makes one context of several files; ActiveMQ then does not know where it came from.
     */
    @Test
    void ofSeveralFilesItIsTheOneThatTheGateStandsIn() throws Exception {
      Path other =
          Files.writeString(
              folder.resolve("other.xml"),
              "<beans xmlns=\"http://www.springframework.org/schema/beans\""
                  + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                  + " xsi:schemaLocation=\"http://www.springframework.org/schema/beans"
                  + " http://www.springframework.org/schema/beans/spring-beans.xsd\">"
                  + "<bean class=\"java.util.Date\"/></beans>");
      write("");
      try (GenericXmlApplicationContext context =
          new GenericXmlApplicationContext(
              new FileSystemResource(other),
              new FileSystemResource(folder.resolve("activemq.xml")))) {
        broker = context.getBean(BrokerService.class);
        write(open("OPEN"));

        assertThat(gate().reload()).isEmpty();

        try (OpenWire client = client()) {
          assertThatCode(() -> client.send("queue://OPEN", PLAINTEXT)).doesNotThrowAnyException();
        }
      }
    }

    @Test
    void placeholdersAreReplacedByWhatTheyStandForNow() throws Exception {
      Path values = Files.writeString(folder.resolve("values.properties"), "open=FIRST");
      String properties =
          "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\">"
              + "<property name=\"location\" value=\"%s\"/></bean><broker "
                  .formatted(values.toUri());
      String uri = write(open("${open}"));
      Path file = folder.resolve("activemq.xml");
      Files.writeString(file, Files.readString(file).replace("<broker ", properties));
      broker = BrokerFactory.createBroker(uri);
      Files.writeString(values, "open=SECOND");

      gate().reload();

      try (OpenWire client = client()) {
        assertThatCode(() -> client.send("queue://SECOND", PLAINTEXT)).doesNotThrowAnyException();
        assertThatThrownBy(() -> client.send("queue://FIRST", PLAINTEXT))
            .hasMessageStartingWith("[require-encrypted-body]");
      }
    }
  }

  /** Something of the operator's that stands beside the broker and begins by itself. */
  public static final class Beside
      implements SmartLifecycle, ApplicationListener<ContextRefreshedEvent> {

    private static final AtomicInteger BEGUN = new AtomicInteger();

    @Override
    public void start() {
      BEGUN.incrementAndGet();
    }

    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
      return false;
    }

    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
      BEGUN.incrementAndGet();
    }
  }

  /** Something in the file that fails when it is read a second time. */
  public static final class Failing implements BeanFactoryPostProcessor {

    private static final AtomicBoolean FAILS = new AtomicBoolean();

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
      if (FAILS.get()) {
        throw new IllegalStateException("out of luck");
      }
    }
  }

  /** A broker that was built in code. */
  @Nested
  class InCode {

    private final GatedBroker broker = GatedBroker.create();

    @AfterEach
    void stop() {
      broker.close();
    }

    private Portcullis gate() {
      var plugins = broker.getBrokerService().getPlugins();
      return (Portcullis) plugins[plugins.length - 1];
    }

    @Test
    void whatTheSettersWereGivenHolds() throws Exception {
      broker.listen("ssl").started();
      try (OpenWire client = OpenWire.connect(broker, "admin")) {
        broker.with(gate -> gate.setBodyPolicies(List.of(Bodies.anyOnQueue("OPEN"))));
        assertThatThrownBy(() -> client.send("queue://OPEN", PLAINTEXT))
            .hasMessageStartingWith("[require-encrypted-body]");

        assertThat(broker.view().reload()).isEmpty();

        assertThatCode(() -> client.send("queue://OPEN", PLAINTEXT)).doesNotThrowAnyException();
      }
    }

    @Test
    void aPluginThatNobodyInstalledHasNothingToReload() {
      assertThatThrownBy(() -> new Portcullis().reload())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no broker has installed this plugin");
    }

    @Test
    void whatTheRunningBrokerViolatesIsRefusedWithEveryViolation() throws Exception {
      broker.listen("ssl").listen("stomp+ssl").started();
      broker.with(gate -> gate.setClientCertificates("REQUIRED"));

      assertThatThrownBy(() -> broker.view().reload())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "Portcullis refuses a configuration that the running broker violates (2 violations):")
          .hasMessageContaining("[require-client-certificate] connector \"ssl\"")
          .hasMessageContaining("[require-client-certificate] connector \"stomp+ssl\"");
      OpenWire.connect(broker, "admin").close();
    }

    @Test
    void modeIsAnothersAtOnceAndWhatWasDecidedAtTheStartWaits() throws Exception {
      broker.listen("ssl").started();
      broker.with(gate -> gate.setMode("REPORT_ONLY"));

      assertThat(broker.view().reload())
          .containsExactly(
              "whether require-authorization is enforced waits for a restart",
              "whether require-modern-tls is enforced waits for a restart");

      assertThat(broker.view().getMode()).isEqualTo("REPORT_ONLY");
      try (OpenWire admin = OpenWire.connect(broker, "admin");
          OpenWire user = OpenWire.connect(broker, "user")) {
        assertThatCode(() -> admin.send("queue://Q", PLAINTEXT)).doesNotThrowAnyException();
        assertThatThrownBy(() -> user.send("queue://Q", ENCRYPTED))
            .hasMessageContaining("not authorized");
      }
    }

    @Test
    void theDefaultMapIsMadeAnewForOtherGroups() throws Exception {
      broker.listen("ssl").started();
      try (OpenWire user = OpenWire.connect(broker, "user")) {
        assertThatThrownBy(() -> user.send("queue://Q", ENCRYPTED))
            .hasMessageContaining("not authorized");
        broker.with(gate -> gate.setAdministratorsGroup("users"));
        broker.with(gate -> gate.setUsersGroup("admins"));

        assertThat(broker.view().reload()).isEmpty();

        assertThatCode(() -> user.send("queue://Q", ENCRYPTED)).doesNotThrowAnyException();
        try (OpenWire admin = OpenWire.connect(broker, "admin")) {
          assertThatThrownBy(() -> admin.send("queue://Q", ENCRYPTED))
              .hasMessageContaining("not authorized");
        }
      }
    }

    @Test
    void aMapThatWasSwappedInIsNotReplacedByTheDefaultOneForOtherGroups() throws Exception {
      broker.listen("ssl").started();
      DefaultAuthorizationMap own = Rights.ofOperators().map();
      Rights.replace(broker, own);
      broker.with(gate -> gate.setUsersGroup("staff"));

      assertThat(broker.view().reload()).isEmpty();

      assertThat(Rights.authorization(broker).getAuthorizationMap()).isSameAs(own);
    }

    @Test
    void whoIsNoAdministratorAnyMoreReadsNoMoreFromTheQuarantine() throws Exception {
      broker
          .listen("ssl")
          .withPlugin(new AuthorizationPlugin(Rights.ofOperators().map()))
          .with(gate -> gate.setBodyPolicies(List.of(Bodies.keptOnQueue("Q"))))
          .started();
      try (OpenWire admin = OpenWire.connect(broker, "admin")) {
        admin.send("Q", PLAINTEXT);
        assertThat(OpenWire.receive(admin.consumer("Portcullis.Quarantine.Q")))
            .isEqualTo(PLAINTEXT);
        broker.with(gate -> gate.setAdministratorsGroup("others"));

        broker.view().reload();

        await().until(() -> broker.queue("Portcullis.Quarantine.Q").getConsumerCount() == 0);
      }
    }

    @Test
    void aWaiverThatIsRenewedGoesOnBeingGoodForSomething() throws Exception {
      SetClock clock = new SetClock(Instant.now());
      broker
          .listen("ssl")
          .with(gate -> SetGateClock.of(gate, clock))
          .with(gate -> gate.setWaivers(List.of(waiver("bound-resources", "*"))))
          .started();
      assertThat(matched()).isPositive();
      broker.with(
          gate ->
              gate.setWaivers(List.of(waiver("bound-resources", "*", LocalDate.of(9999, 11, 30)))));

      broker.view().reload();

      assertThat(matched()).isPositive();
    }

    private long matched() throws Exception {
      CompositeData row = (CompositeData) broker.view().getWaivers().values().iterator().next();
      return (Long) row.get("matched");
    }

    @Test
    void whatItMakesAViolationIsWrittenDownOnce() throws Exception {
      broker.listen("ssl").with(gate -> gate.setReportOnly("require-client-certificate")).started();
      broker.with(gate -> gate.setClientCertificates("REQUIRED"));
      try (AuditLines audit = AuditLines.capture()) {
        broker.view().reload();
        broker.view().reload();

        assertThat(audit.lines())
            .singleElement()
            .satisfies(
                line -> {
                  assertThat(AuditLines.field(line, "moment")).isEqualTo("start");
                  assertThat(AuditLines.field(line, "disposition")).isEqualTo("reported");
                  assertThat(AuditLines.field(line, "found"))
                      .startsWith("connector \"ssl\" (ssl://127.0.0.1:0): ");
                });
      }
    }

    @Test
    void anOtherMinimumOfTlsHoldsForConnectionsAndWaitsForConnectors() throws Exception {
      broker.listen("ssl").started();
      broker.with(gate -> gate.setMinimumTlsVersion("TLSv1.3"));

      assertThat(broker.view().reload())
          .containsExactly(
              "minimumTlsVersion waits for a restart where connectors name no protocols"
                  + " themselves");
    }

    /** Neither of two configurations refuses what a mixture of them would. */
    @Test
    void aMessageIsJudgedByOneConfigurationAndNotByPartsOfTwo() throws Exception {
      broker.listen("ssl").with(gate -> gate.setReportOnly("require-encrypted-body")).started();
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Integer> reloads = CompletableFuture.supplyAsync(() -> reloadUntil(over));
      List<Exception> refused = new ArrayList<>();
      try (OpenWire client = OpenWire.inVm(broker, "admin")) {
        for (int i = 0; i < 500 || !reloads.isDone(); i++) {
          try {
            client.send("queue://OPEN", PLAINTEXT);
          } catch (Exception e) {
            refused.add(e);
          }
          over.set(i >= 500);
        }
      }

      assertThat(refused).isEmpty();
      assertThat(reloads.get()).isGreaterThan(10);
    }

    private int reloadUntil(AtomicBoolean over) {
      int reloads = 0;
      while (!over.get() || reloads <= 10) {
        boolean open = reloads++ % 2 == 0;
        broker.with(gate -> gate.setReportOnly(open ? "" : "require-encrypted-body"));
        broker.with(
            gate -> gate.setBodyPolicies(open ? List.of(Bodies.anyOnQueue("OPEN")) : List.of()));
        try {
          gate().reload();
        } catch (ConfigurationException e) {
          throw new IllegalStateException(e);
        }
      }
      return reloads;
    }
  }
}
