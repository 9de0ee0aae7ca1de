package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Distribution;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.InstalledLine;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient.Way;
import jakarta.jms.MessageConsumer;
import jakarta.jms.TextMessage;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The transformer for javax.jms, in a JVM with nothing but ActiveMQ 5.18.3's client and the SDK.
 */
class ClientJavaxIT {

  private static final Path JAR = Path.of("target", "activemq-portcullis-1.0.0-client-javax.jar");
  private static final Path LIB = Path.of("target", "apache-activemq-5.18.3", "lib");

  /** Answers each text and bytes message from JAKARTA to JAVAX, and then a body that it refuses. */
  private static final String APPLICATION =
      """
      import io.portcullis.client.EncryptingMessageTransformer;
      import java.nio.ByteBuffer;
      import java.nio.charset.StandardCharsets;
      import javax.jms.*;
      import org.apache.activemq.ActiveMQSslConnectionFactory;
      import software.amazon.cryptography.materialproviders.MaterialProviders;
      import software.amazon.cryptography.materialproviders.model.*;

      class Application {
        public static void main(String[] arguments) throws Exception {
          ActiveMQSslConnectionFactory factory = new ActiveMQSslConnectionFactory(arguments[0]);
          factory.setTrustStore(arguments[1]);
          factory.setTrustStorePassword(arguments[2]);
          factory.setTransformer(
              EncryptingMessageTransformer.builder()
                  .materials(
                      MaterialProviders.builder()
                          .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
                          .build()
                          .CreateRawAesKeyring(
                              CreateRawAesKeyringInput.builder()
                                  .keyNamespace(arguments[3])
                                  .keyName(arguments[4])
                                  .wrappingAlg(AesWrappingAlg.ALG_AES256_GCM_IV12_TAG16)
                                  .wrappingKey(
                                      ByteBuffer.wrap(arguments[5].getBytes(StandardCharsets.US_ASCII)))
                                  .build()))
                  .build());
          try (Connection connection = factory.createConnection("admin", arguments[2])) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue("TO.JAVAX"));
            MessageProducer producer = session.createProducer(null);
            Queue answers = session.createQueue("TO.JAKARTA");
            TextMessage text = (TextMessage) consumer.receive(60_000);
            TextMessage answer = session.createTextMessage(text.getText() + " and back");
            producer.send(answers, answer);
            BytesMessage bytes = (BytesMessage) consumer.receive(60_000);
            byte[] body = new byte[(int) bytes.getBodyLength()];
            bytes.readBytes(body);
            BytesMessage more = session.createBytesMessage();
            more.writeBytes(body);
            more.writeByte((byte) 9);
            producer.send(answers, more);
            BytesMessage other = (BytesMessage) consumer.receive(60_000);
            try {
              other.getBodyLength();
            } catch (JMSException e) {
              System.out.println("refused: " + e.getMessage());
            }
            System.out.println("id: " + answer.getJMSMessageID());
          }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void itHoldsTheTransformerAndNothingElse() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName))
          .allMatch(
              name -> name.startsWith("io/portcullis/client/") || name.startsWith("META-INF/"))
          .contains(
              "io/portcullis/client/EncryptingMessageTransformer.class",
              "META-INF/LICENSE",
              "META-INF/NOTICE");
      for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
              .as(entry.getName())
              .doesNotContain("jakarta");
        }
      }
    }
  }

  @Test
  void bothKindsOfClientsUnderstandEachOtherThroughActiveMq5() throws Exception {
    EncryptingMessageTransformer transformer =
        EncryptingMessageTransformer.builder().materials(Ciphertexts.aes()).build();
    try (Distribution activemq =
            Distribution.asAsked(InstalledLine.CLASSIC_5_18, folder).started();
        OpenWire jakarta =
            OpenWire.connect(
                    "ssl://localhost:" + activemq.port(Way.OPENWIRE), "admin", GatedBroker.PASSWORD)
                .with(transformer)) {
      MessageConsumer answers = jakarta.consumer("TO.JAKARTA");
      jakarta.sendText("TO.JAVAX", "Grüße hin");
      jakarta.send("TO.JAVAX", new byte[] {7, 8});
      try (OpenWire other =
          OpenWire.connect(
              "ssl://localhost:" + activemq.port(Way.OPENWIRE), "admin", GatedBroker.PASSWORD)) {
        other.send("TO.JAVAX", Ciphertexts.encrypt(new byte[3]));
      }

      Process javax = application("ssl://localhost:" + activemq.port(Way.OPENWIRE));

      assertThat(javax.waitFor(120, TimeUnit.SECONDS)).isTrue();
      String said = Files.readString(output());
      assertThat(javax.exitValue()).as(said).isZero();
      TextMessage text = (TextMessage) OpenWire.next(answers);
      assertThat(text.getText()).isEqualTo("Grüße hin and back");
      assertThat(OpenWire.receive(answers)).containsExactly(7, 8, 9);
      assertThat(said)
          .contains("id: " + text.getJMSMessageID())
          .contains(
              "refused: the body of a message from queue://TO.JAVAX is refused: its encryption context"
                  + " names no destination under the key \"destination\"");
    }
  }

  private Process application(String uri) throws Exception {
    Path source = Files.writeString(folder.resolve("Application.java"), APPLICATION);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath(),
            source.toString(),
            uri,
            GatedBroker.trustStore(),
            GatedBroker.PASSWORD,
            Ciphertexts.NAMESPACE,
            Ciphertexts.AES_KEY_NAME,
            Ciphertexts.AES_KEY_TEXT)
        .redirectErrorStream(true)
        .redirectOutput(output().toFile())
        .start();
  }

  private Path output() {
    return folder.resolve("application.txt");
  }

  /** ActiveMQ's client as it was shipped then, and what the SDK needs of today's. */
  private static String classPath() throws Exception {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Stream<String> sdk =
        Arrays.stream(all.split(File.pathSeparator))
            .filter(
                jar ->
                    jar.matches(
                        ".*/(com/amazonaws|software/amazon|org/dafny|org/bouncycastle|"
                            + "org/reactivestreams|"
                            + "org/apache/commons/commons-lang3)/.*"));
    try (Stream<Path> lib = Files.list(LIB)) {
      Stream<String> client =
          lib
              .map(Path::toString)
              .filter(
                  jar ->
                      jar.matches(
                          ".*/(activemq-client|jakarta.jms|geronimo-jta|hawtbuf|slf4j-api)"
                              + "[^/]*\\.jar"))
              .toList()
              .stream();
      return Stream.concat(Stream.of(JAR.toString()), Stream.concat(client, sdk))
          .collect(Collectors.joining(File.pathSeparator));
    }
  }
}
