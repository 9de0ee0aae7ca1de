package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.amazonaws.encryptionsdk.MasterKeyProvider;
import com.amazonaws.encryptionsdk.ParsedCiphertext;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.gate.StandingGate;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.CodeBlock;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.OpenWire;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.File;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.JmsAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.activemq.ActiveMQAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.core.JmsTemplate;
import software.amazon.cryptography.materialproviders.IKeyring;

/** The Java code of the manual's pages, compiled as it stands there, and run. */
@NotOn(
    value = {Line.V5_18, Line.V5_19, Line.V6_3},
    because = "the code is for jakarta.jms and Spring Boot 3")
class DocumentedJavaTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern CLASS =
      Pattern.compile("^(?:public )?class (\\w+)", Pattern.MULTILINE);

  @TempDir private static Path folder;
  private static URLClassLoader code;

  private GatedBroker broker;

  @BeforeAll
  static void compile() throws Exception {
    List<File> sources = new ArrayList<>();
    for (CodeBlock block : CodeBlock.all("java").toList()) {
      MatchResult name = CLASS.matcher(block.text()).results().findFirst().orElseThrow();
      Path file = folder.resolve(name.group(1) + ".java");
      if (Files.exists(file)) {
        assertThat(block.text()).as(block.place()).isEqualTo(Files.readString(file));
      } else {
        sources.add(Files.writeString(file, block.text()).toFile());
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of(
                      "-Xlint:all,-processing,-classfile,-path",
                      "-Werror",
                      "-proc:none",
                      "-classpath",
                      classPath(),
                      "-d",
                      folder.toString()),
                  null,
                  files.getJavaFileObjectsFromFiles(sources))
              .call();
      assertThat(compiled).as(said.toString()).isTrue();
    }
    code =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, DocumentedJavaTest.class.getClassLoader());
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  @AfterAll
  static void forget() throws Exception {
    code.close();
  }

  @BeforeEach
  void start() throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .with(
                gate ->
                    gate.setBodyPolicies(
                        List.of(
                            Bodies.boundToQueue(">"),
                            Bodies.anyOnQueue("ActiveMQ.DLQ"),
                            Bodies.anyOnQueue("MOVED"),
                            Bodies.anyOnQueue("DLQ.>"),
                            Bodies.anyOnQueue("Consumer.>"))))
            .started();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private static Object callOn(Object object, String method, Object... arguments) throws Exception {
    for (Method candidate : object.getClass().getDeclaredMethods()) {
      if (candidate.getName().equals(method)) {
        candidate.setAccessible(true);
        return candidate.invoke(object, arguments);
      }
    }
    throw new NoSuchMethodException(method);
  }

  private static Object call(String type, String method, Object... arguments) throws Exception {
    for (Method candidate : code.loadClass(type).getDeclaredMethods()) {
      if (candidate.getName().equals(method)) {
        candidate.setAccessible(true);
        return candidate.invoke(null, arguments);
      }
    }
    throw new NoSuchMethodException(type + "." + method);
  }

  @Test
  void aFactoryEncryptsAndAConsumerOfDeadLettersReads() throws Exception {
    IKeyring keyring = Ciphertexts.aesKeyring();
    ConnectionFactory factory =
        (ConnectionFactory) call("Connections", "encrypting", url(), keyring);
    try (Connection connection = factory.createConnection("admin", GatedBroker.PASSWORD);
        Session session = connection.createSession()) {
      connection.start();
      session
          .createProducer(session.createQueue("ORDERS"))
          .send(session.createTextMessage("account 4711"));
      broker.queue("ORDERS").moveMatchingMessagesTo("", "ActiveMQ.DLQ");

      MessageConsumer consumer =
          (MessageConsumer) call("DeadLetters", "ofOrders", session, keyring);

      assertThat(((TextMessage) OpenWire.next(consumer)).getText()).isEqualTo("account 4711");
    }
  }

  @Test
  void aKeyInAFileWorks() throws Exception {
    String command =
        CodeBlock.all("sh")
            .map(CodeBlock::text)
            .filter(text -> text.endsWith("> orders.key)\n"))
            .findFirst()
            .orElseThrow();
    assertThat(
            new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
    IKeyring keyring = (IKeyring) call("LaptopKeys", "keyring", folder.resolve("orders.key"));
    EncryptingMessageTransformer transformer =
        EncryptingMessageTransformer.builder().materials(keyring).build();
    try (OpenWire client = OpenWire.connect(broker, "admin").with(transformer)) {
      client.sendText("ORDERS", "account 4711");

      assertThat(((TextMessage) OpenWire.next(client.consumer("ORDERS"))).getText())
          .isEqualTo("account 4711");
    }
  }

  @Test
  void anEmbeddedBrokerStarts() throws Exception {
    BrokerPlugin login =
        new SimpleAuthenticationPlugin(
            List.of(new AuthenticationUser("alice", GatedBroker.PASSWORD, "users")));
    BrokerService embedded = (BrokerService) call("EmbeddedBroker", "reporting", login);
    embedded.setBrokerName("embedded");
    embedded.setPersistent(false);
    embedded.setUseJmx(false);
    embedded.start();
    try {
      assertThat(StandingGate.isBefore(embedded)).isTrue();
    } finally {
      embedded.stop();
    }
  }

  @Test
  void aRouteOfCamelReads() throws Exception {
    EncryptingMessageTransformer transformer =
        EncryptingMessageTransformer.builder().materials(Ciphertexts.aesKeyring()).build();
    ActiveMQConnectionFactory factory = broker.createConnectionFactory();
    factory.setTransformer(transformer);
    Queue<String> received = new ConcurrentLinkedQueue<>();
    Consumer<String> application = received::add;
    CamelContext camel = new DefaultCamelContext();
    try (OpenWire client = OpenWire.connect(broker, "admin").with(transformer)) {
      call("OrdersRoute", "add", camel, factory, application);
      camel.start();

      client.sendText("ORDERS", "account 4711");

      await().atMost(PATIENCE).until(() -> received.size() == 1);
      assertThat(received).containsExactly("account 4711");
    } finally {
      camel.stop();
    }
  }

  @Test
  void theCacheWorks() throws Exception {
    EncryptingMessageTransformer transformer =
        (EncryptingMessageTransformer)
            call("Caching", "transformer", (MasterKeyProvider<?>) Ciphertexts.aes());
    try (OpenWire client = OpenWire.connect(broker, "admin").with(transformer)) {
      MessageConsumer consumer = client.consumer("ORDERS");

      client.sendText("ORDERS", "account 4711");

      assertThat(((TextMessage) OpenWire.next(consumer)).getText()).isEqualTo("account 4711");
    }
  }

  @Test
  void messagesAreSealedAndOpened() throws Exception {
    MessageSealer sealer =
        MessageSealer.builder().materials(Ciphertexts.aesKeyring()).buildSealer();
    Constructor<?> constructor =
        code.loadClass("Orders").getDeclaredConstructor(MessageSealer.class);
    constructor.setAccessible(true);
    Object orders = constructor.newInstance(sealer);
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      jakarta.jms.Queue queue = client.session().createQueue("ORDERS");

      callOn(orders, "send", client.session(), queue, "account 4711");

      assertThat(callOn(orders, "receive", client.consumer("ORDERS"), queue))
          .isEqualTo("account 4711");
    }
  }

  @Test
  void aTemplateWithTheConverterSendsAndReceives() throws Exception {
    JmsTemplate template =
        (JmsTemplate)
            call("Templates", "orders", broker.createConnectionFactory(), Ciphertexts.aesKeyring());

    template.convertAndSend("account 4711");

    assertThat(template.receiveAndConvert()).isEqualTo("account 4711");
  }

  @Test
  void oneTransformerReadsWhatArrivesElsewhere() throws Exception {
    EncryptingMessageTransformer transformer =
        (EncryptingMessageTransformer) call("Forwarded", "transformer", Ciphertexts.aesKeyring());
    try (OpenWire client = OpenWire.connect(broker, "admin").with(transformer)) {
      MessageConsumer mine = client.consumer("Consumer.A.VirtualTopic.ORDERS");
      client.sendText("topic://VirtualTopic.ORDERS", "account 4711");
      assertThat(((TextMessage) OpenWire.next(mine)).getText()).isEqualTo("account 4711");

      client.sendText("ORDERS.EU", "account 4712");
      broker.queue("ORDERS.EU").moveMatchingMessagesTo("", "DLQ.ORDERS");
      assertThat(((TextMessage) OpenWire.next(client.consumer("DLQ.ORDERS"))).getText())
          .isEqualTo("account 4712");
    }
  }

  private String url() {
    return "vm://%s?create=false".formatted(broker.getBrokerName());
  }

  private static void connect(AnnotationConfigApplicationContext application, String url) {
    application
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "application.properties",
                Map.of(
                    "spring.activemq.broker-url",
                    url,
                    "spring.activemq.user",
                    "admin",
                    "spring.activemq.password",
                    GatedBroker.PASSWORD)));
  }

  /** What Spring Boot configures, the documentation's bean and the application's own. */
  @Test
  void springBootSendsAndReceives() throws Exception {
    try (AnnotationConfigApplicationContext application =
        new AnnotationConfigApplicationContext()) {
      connect(application, url());
      application.setClassLoader(code);
      application.register(Application.class, code.loadClass("Encryption"));
      application.refresh();
      JmsTemplate template = application.getBean(JmsTemplate.class);

      template.convertAndSend("PAYMENTS", "account 4711");
      template.convertAndSend("PICTURES", new byte[] {1, 2, 3});

      Queue<Object> received = application.getBean(Listener.class).received;
      await().atMost(PATIENCE).until(() -> received.size() == 2);
      assertThat(received).contains("account 4711", new byte[] {1, 2, 3});
      template.convertAndSend("KEPT", "account 4711");
      assertThat(template.receiveAndConvert("KEPT")).isEqualTo("account 4711");
      template.convertAndSend("WATCHED", "account 4711");
    }
    try (OpenWire watching = OpenWire.connect(broker, "admin")) {
      String sent = ((TextMessage) OpenWire.next(watching.consumer("WATCHED"))).getText();
      assertThat(new ParsedCiphertext(Base64.getDecoder().decode(sent)).getEncryptionContextMap())
          .containsEntry("destination", "queue://WATCHED");
    }
  }

  /** Sessions of Spring Boot's containers are transacted, so nothing is lost. */
  @Test
  void inSpringBootWhatIsNotDecryptedBecomesADeadLetter() throws Exception {
    try (OpenWire other = OpenWire.connect(broker, "admin");
        AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext()) {
      BytesMessage message =
          other.bytes(
              Ciphertexts.encrypt(
                  Ciphertexts.DEFAULT_SUITE,
                  new byte[3],
                  Map.of("destination", "queue://PAYMENTS", "tenant", "blue")));
      other.send("PAYMENTS", message);
      broker.queue("PAYMENTS").moveMatchingMessagesTo("", "MOVED");
      connect(
          application,
          url()
              + "&jms.redeliveryPolicy.maximumRedeliveries=1"
              + "&jms.redeliveryPolicy.initialRedeliveryDelay=1");
      application.setClassLoader(code);
      application.register(Application.class, code.loadClass("Encryption"));
      application.refresh();

      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> broker.queue("ActiveMQ.DLQ").getQueueSize() == 1);
      assertThat(application.getBean(Listener.class).received).isEmpty();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({ActiveMQAutoConfiguration.class, JmsAutoConfiguration.class})
  static class Application {

    @Bean
    IKeyring keyring() {
      return Ciphertexts.aesKeyring();
    }

    @Bean
    Listener listener() {
      return new Listener();
    }
  }

  /** Of an application that knows nothing of encryption. */
  static class Listener {

    private final Queue<Object> received = new ConcurrentLinkedQueue<>();

    @JmsListener(destination = "PAYMENTS")
    void take(String payment) {
      received.add(payment);
    }

    @JmsListener(destination = "PICTURES")
    @JmsListener(destination = "MOVED")
    void take(byte[] picture) {
      received.add(picture);
    }
  }
}
