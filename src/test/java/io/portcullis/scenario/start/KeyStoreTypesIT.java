package io.portcullis.scenario.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.cli.Main;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.TestAuthority;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key stores of every type that Java may read, and of some that it does not. */
class KeyStoreTypesIT {

  private static final String PIN = "1234";
  private static final String TO_PKCS12 =
      "run openssl pkcs12 -export -name broker -inkey KEY.pem -in CHAIN.pem -out STORE.p12; write"
          + " keyStore=\\\"file:STORE.p12\\\" and keyStoreType=\\\"PKCS12\\\"";

  @TempDir private Path folder;
  private Path conf;

  @BeforeEach
  void configuration() throws Exception {
    conf = Files.createDirectory(folder.resolve("conf"));
    Files.copy(GatedBroker.keyStore(), conf.resolve("broker.p12"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          keyStoreType="PEM"      | its keyStoreType is PEM, and this Java reads only | run openssl pkcs12 -export
          keyStoreType="XYZ"      | its keyStoreType is XYZ, and this Java reads only | -srcstoretype XYZ -destkeystore STORE.p12 -deststoretype PKCS12
          keyStoreType="PKCS11"   | its keyStoreType is PKCS11, and this Java reads only | write FILE behind SunPKCS11 in the line security.provider.N=SunPKCS11
          trustStoreType="PEM"    | its trustStoreType is PEM, and this Java reads only | run keytool -importcert -noprompt -alias authority
          """)
  void aTypeThatThisJavaDoesNotReadIsNamedWithWhatToDo(
      String attribute, String found, String remedy) throws Exception {
    write(conf.resolve("broker.p12"), attribute);

    for (String trust : List.of("--trust", "")) {
      assertThat(check(trust))
          .contains("key-store-type-unknown", found, "PKCS12", remedy)
          .doesNotContain("keys-unloaded");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "pkcs12", "JKS"})
  void aTypeThatEveryJavaReadsIsJudged(String type) throws Exception {
    write(conf.resolve("broker.p12"), "keyStoreType=\"%s\"".formatted(type));

    assertThat(check("--trust")).doesNotContain("key-store-", "keys-", "certificate-");
  }

  /** Whoever writes a PEM file and no type means the same. The remedy is run as it is printed. */
  @Test
  void aPemFileIsNamedAndTheRemedyMendsIt() throws Exception {
    assumeTrue(isThere("openssl"), "openssl is not installed");
    TestAuthority root = TestAuthority.root("root");
    TestAuthority own = root.issue("localhost");
    Files.writeString(
        conf.resolve("KEY.pem"), pem("PRIVATE KEY", own.keys().getPrivate().getEncoded()));
    Files.writeString(
        conf.resolve("CHAIN.pem"),
        certificate(own.certificate()) + certificate(root.certificate()));
    write(conf.resolve("CHAIN.pem"), "");

    assertThat(check("--trust"))
        .contains("key-store-is-pem", "is a PEM file, which is no key store of type", TO_PKCS12);
    assertThat(check("")).contains("key-store-is-pem");

    List<String> command = new ArrayList<>();
    command.addAll(List.of("openssl", "pkcs12", "-export", "-name", "broker"));
    command.addAll(List.of("-inkey", "KEY.pem", "-in", "CHAIN.pem", "-out", "STORE.p12"));
    command.addAll(List.of("-passout", "pass:" + GatedBroker.PASSWORD));
    run(command, Map.of());
    write(conf.resolve("STORE.p12"), "keyStoreType=\"PKCS12\"");
    assertThat(check("--trust")).doesNotContain("key-store-", "keys-", "certificate-");
  }

  /** A token of SoftHSM, as a real one is configured. Its environment has to be the JVM's. */
  @ParameterizedTest(name = "RSA {0}")
  @CsvSource({"2048, false", "1024, true"})
  void aKeyInATokenIsJudged(int bits, boolean weak) throws Exception {
    Optional<Path> library =
        Stream.of("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst();
    assumeTrue(library.isPresent() && isThere("softhsm2-util"), "softhsm2 is not installed");
    Path tokens = Files.createDirectory(folder.resolve("tokens"));
    Path hsm =
        Files.writeString(
            folder.resolve("softhsm2.conf"), "directories.tokendir = %s\n".formatted(tokens));
    Path provider =
        Files.writeString(
            folder.resolve("pkcs11.cfg"),
            "name=token\nlibrary=%s\nslotListIndex=0\n".formatted(library.get()));
    Path security =
        Files.writeString(
            folder.resolve("java.security"),
            "security.provider.%d=SunPKCS11 %s\n".formatted(providerNumber(), provider));
    Map<String, String> environment = Map.of("SOFTHSM2_CONF", hsm.toString());
    run(
        List.of(
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            "t",
            "--pin",
            PIN,
            "--so-pin",
            PIN),
        environment);
    run(
        List.of(
            java("keytool"),
            "-genkeypair",
            "-alias",
            "broker",
            "-keyalg",
            "RSA",
            "-keysize",
            String.valueOf(bits),
            "-dname",
            "CN=token",
            "-ext",
            "san=dns:localhost,ip:127.0.0.1",
            "-storetype",
            "PKCS11",
            "-keystore",
            "NONE",
            "-storepass",
            PIN,
            "-addprovider",
            "SunPKCS11",
            "-providerarg",
            provider.toString()),
        environment);
    BrokerXml.write(
        conf, BrokerXml.GATE, "<transportConnector name=\"ssl\" uri=\"ssl://127.0.0.1:0\"/>");
    BrokerXml.add(
        conf,
        "<sslContext><sslContext keyStore=\"%s\" keyStoreType=\"PKCS11\" keyStorePassword=\"%s\"/></sslContext>"
            .formatted(conf.resolve("activemq.xml").toUri(), PIN));

    String said =
        run(
            List.of(
                java("java"),
                "-Djava.security.properties=" + security,
                "-cp",
                classPath(),
                Main.class.getName(),
                "check",
                conf.resolve("activemq.xml").toString(),
                "--trust",
                "--format",
                "json"),
            environment);

    assertThat(said)
        .contains("require-valid-certificate")
        .doesNotContain("key-store-type-unknown", "keys-unloaded", "certificate-unknown");
    assertThat(said.contains("certificate-weak-key")).as(said).isEqualTo(weak);
  }

  private void write(Path keys, String attribute) throws Exception {
    BrokerXml.write(
        conf, BrokerXml.GATE, "<transportConnector name=\"ssl\" uri=\"ssl://127.0.0.1:0\"/>");
    String trust =
        attribute.startsWith("trust")
            ? "trustStore=\"%s\" trustStorePassword=\"%s\" "
                .formatted(conf.resolve("broker.p12").toUri(), GatedBroker.PASSWORD)
            : "";
    BrokerXml.add(
        conf,
        BrokerXml.sslContext(keys, GatedBroker.PASSWORD)
            .replace(
                "<sslContext keyStore", "<sslContext %s %s keyStore".formatted(trust, attribute)));
  }

  private String check(String trust) throws Exception {
    Path report = folder.resolve("report.json");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("check", conf.resolve("activemq.xml").toString()));
    arguments.addAll(List.of("--format", "json", "--output", report.toString()));
    if (!trust.isEmpty()) {
      arguments.add(trust);
    }
    Files.deleteIfExists(report);
    int unused = Main.run(arguments.toArray(String[]::new));
    return Files.readString(report);
  }

  private String run(List<String> command, Map<String, String> environment) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(conf.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(said).isLessThan(2);
    return said;
  }

  /** Returns the class path of this JVM for one that runs in another folder. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns the number of the provider in Java's list. A number behind a gap is ignored. */
  private static int providerNumber() {
    int number = 1;
    while (!"SunPKCS11".equals(Security.getProperty("security.provider." + number))) {
      number++;
    }
    return number;
  }

  private static String java(String command) {
    return Path.of(System.getProperty("java.home"), "bin", command).toString();
  }

  private static boolean isThere(String command) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
  }

  private static String certificate(X509Certificate certificate) throws Exception {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(
            kind,
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes));
  }
}
