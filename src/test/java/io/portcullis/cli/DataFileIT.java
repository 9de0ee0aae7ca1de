package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.portcullis.demo.DevelopmentCertificates;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.EndlessFile;
import io.portcullis.testing.Line;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that may come from anybody is read as data: what a check reads, asks, shows and says. */
class DataFileIT {

  private static final String SECRET = "the-secret-of-somebody-else";
  private static final String PASSWORD = "correct-horse-battery";
  private static final String CONFIGURER =
      "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\">"
          + "<property name=\"location\" value=\"%s\"/></bean><broker ";
  private static final String LOGIN =
      "activemq { org.apache.activemq.jaas.PropertiesLoginModule required"
          + " org.apache.activemq.jaas.properties.user=\"%s\""
          + " org.apache.activemq.jaas.properties.group=\"%s\"; };\n";

  @TempDir private Path temporary;
  private Path folder;
  private Path secret;

  @BeforeEach
  void secretOutside() throws Exception {
    folder = Files.createDirectory(temporary.toRealPath().resolve("conf"));
    secret =
        Files.writeString(
            folder.resolveSibling("secret.properties"), "secret=%s\n".formatted(SECRET));
    System.setProperty("somebodys.secret", SECRET);
  }

  @AfterEach
  void forget() {
    System.clearProperty("somebodys.secret");
    System.clearProperty("activemq.conf");
  }

  private static UnaryOperator<String> named(String placeholder) {
    return xml -> xml.replace("brokerName=\"xml\"", "brokerName=\"%s\"".formatted(placeholder));
  }

  private void assertSecretKept(Path file) throws Exception {
    for (String format : List.of("text", "json", "sarif", "html")) {
      CheckRun run = CheckRun.of("--format", format, file);
      assertThat(run.out() + run.err()).as(format).doesNotContain(SECRET);
    }
  }

  @Test
  void propertiesOutsideAreNotRead() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link.properties"), secret);
    for (String location : List.of("file:" + secret, "../secret.properties", "file:" + link)) {
      Path file =
          file(
              named("${secret}")
                      .andThen(xml -> xml.replace("<broker ", CONFIGURER.formatted(location)))
                  ::apply);

      assertSecretKept(file);
      assertThat(words(CheckRun.of(file)))
          .contains("properties of \"%s\" are not read".formatted(location))
          .contains("attribute brokerName of <broker> is not known: ${secret} has no value")
          .endsWith("2 not checked; --trust judges them");
    }
    Path file =
        file(
            xml ->
                named("${secret}")
                    .apply(xml)
                    .replace("<broker ", CONFIGURER.formatted("file:" + secret)));
    assertThat(CheckRun.of("--trust", "--format", "json", file).out()).contains(SECRET);
  }

  /** A start that ignores what it cannot replace would replace it from a file that is not read. */
  @Test
  void whatAFileOutsideMayReplaceIsNotTakenAsItStands() throws Exception {
    Path file =
        file(
            xml ->
                xml.replace(
                        "<broker ",
                        CONFIGURER
                            .formatted("file:" + secret)
                            .replace(
                                "</bean>",
                                "<property name=\"ignoreUnresolvablePlaceholders\" value=\"true\"/></bean>"))
                    .replace("useJmx=\"false\"", "useJmx=\"${jmx}\""));

    assertThat(words(CheckRun.of(file))).contains("attribute useJmx of <broker> is not known");
  }

  @Test
  void aUserWhoseNameIsNotKnownIsNotJudgedAndTheOthersAre() throws Exception {
    Path file = file(xml -> xml.replace("username=\"user\"", "username=\"x#{1}\""));

    assertThat(words(CheckRun.of(file)))
        .contains("an expression in attribute username of <authenticationUser> is not evaluated")
        .endsWith("1 not checked; --trust judges them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<bean class=\"java.lang.ProcessBuilder\" init-method=\"start\"><constructor-arg value=\"id\"/></bean>",
        "<bean id=\"x\" class=\"java.util.Scanner\"><constructor-arg value=\"/etc/passwd\"/></bean>",
        "<bean class=\"org.eclipse.jetty.server.Server\"><property name=\"stopTimeout\">"
            + "<bean class=\"java.util.logging.FileHandler\"/></property></bean>",
        "<bean class=\"java.util.ArrayList\"><constructor-arg><list>"
            + "<bean class=\"javax.naming.InitialContext\"/></list></constructor-arg></bean>",
        "<bean name=\"#x\" class=\"org.apache.activemq.command.ActiveMQQueue\"/>"
            + "<bean id=\"x\" class=\"java.lang.ProcessBuilder\" init-method=\"start\"/>"
      })
  void whateverAStartWouldMakeIsNamed(String bean) throws Exception {
    String type = bean.replaceAll("(?s).*class=\"([^\"]*)\".*", "$1");
    Path file = file(xml -> xml.replace("<broker ", bean + "<broker "));

    CheckRun run = CheckRun.of(file);

    assertThat(run.status()).as(run.out()).isZero();
    assertThat(words(run))
        .contains("bean %s is not made".formatted(type))
        .endsWith("1 not checked; --trust judges them");
    assertThat(CheckRun.of("--strict", file).status()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<bean class=\"org.springframework.beans.factory.config.MethodInvokingFactoryBean\""
            + " xmlns:p=\"http://www.springframework.org/schema/p\" p:staticMethod=\"java.lang.System.gc\"/>",
        "<bean class=\"org.springframework.beans.factory.config.MethodInvokingBean\""
            + " xmlns:p=\"http://www.springframework.org/schema/p\" p:targetClass=\"java.lang.System\"/>",
        "<bean class=\"org.eclipse.jetty.xml.XmlConfiguration\" init-method=\"configure\"/>",
        "<bean class=\"org.eclipse.jetty.deploy.DeploymentManager\"/>",
        "<bean class=\"java.lang.String\"><constructor-arg value=\"${hidden}\"/></bean>"
      })
  void whatRunsSomethingInAnotherWayIsNamed(String bean) throws Exception {
    Files.writeString(folder.resolve("p.properties"), "hidden=#{T(java.lang.Runtime)}");
    Path file = file(xml -> xml.replace("<broker ", bean + CONFIGURER.formatted("p.properties")));

    CheckRun run = CheckRun.of("--strict", file);

    assertThat(run.status()).as(run.out()).isEqualTo(1);
    assertThat(words(run)).contains("is not made").contains("not checked; --trust judges them");
  }

  /** One pass, however many there are. */
  @Test
  void manyNamesAreReadAtOnce() throws Exception {
    String beans =
        IntStream.range(0, 20_000)
            .mapToObj(
                i ->
                    "<bean id=\"b%d\" class=\"java.lang.String\" factory-method=\"x\"/>"
                        .formatted(i))
            .collect(Collectors.joining());
    Path file = file(xml -> xml.replace("<broker ", beans + "<broker "));

    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> assertThat(CheckRun.of(file).out()).contains("not checked; --trust"));
  }

  /** As a start does. */
  @Test
  void aFileThatImportsItselfIsRefused() throws Exception {
    Files.writeString(
        folder.resolve("more.xml"),
        Files.readString(file(xml -> xml))
            .replaceAll("(?s)<broker .*</broker>", "<import resource=\"activemq.xml\"/>"));
    Path file = file(xml -> xml.replace("<broker ", "<import resource=\"more.xml\"/><broker "));

    CheckRun run = CheckRun.of(file);

    assertThat(run.status()).isEqualTo(CheckCommand.UNREADABLE);
    assertThat(run.err()).contains("activemq.xml imports itself, so a start fails");
    assertThat(CheckRun.of("--trust", file).status()).isEqualTo(CheckCommand.UNREADABLE);
  }

  /** As jasypt has it: the password of a user and the name of the broker stand in one file. */
  @Test
  void whatIsEncryptedIsNotKnownAndTheRestIsJudged() throws Exception {
    Files.writeString(
        folder.resolve("credentials.properties"), "password=ENC(abc)\nname=plain\nname2=ENC(a)");
    Path file =
        file(
            xml ->
                named("${name}")
                    .apply(xml)
                    .replaceFirst("a-long-password", "\\${password:default}")
                    .replace(
                        "<transportConnectors>",
                        "<transportConnectors><transportConnector name=\"t\" uri=\"tcp://127.0.0.1:0\"/>")
                    .replace(
                        "<broker ",
                        """
                        <bean id="encryptor" class="org.jasypt.encryption.pbe.StandardPBEStringEncryptor">
                          <property name="password" value="activemq"/>
                        </bean>
                        <bean class="org.jasypt.spring31.properties.EncryptablePropertyPlaceholderConfigurer">
                          <constructor-arg ref="encryptor"/>
                          <property name="location" value="file:${activemq.conf}/credentials.properties"/>
                        </bean>
                        <broker\s"""));

    CheckRun run = CheckRun.of(file);

    assertThat(run.status()).isEqualTo(CheckCommand.REFUSED);
    assertThat(words(run))
        .contains("require-tls connector \"t\"", "Broker \"plain\"")
        .contains("line 10: bean org.jasypt.spring31.properties.Encryptable")
        .contains("password of <authenticationUser> is not known")
        .endsWith(" 3 not checked; --trust judges them");
  }

  /** What stands in them changes which value holds, or what is a placeholder. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<bean class=\"com.example.PlaceholderConfigurer\"><property name=\"location\" value=\"a.properties\"/></bean>",
        "<bean class=\"SPRING\"><property name=\"location\" value=\"a.properties\"/><property name=\"placeholderPrefix\" value=\"@{\"/></bean>",
        "<bean class=\"SPRING\"><property name=\"location\" value=\"a.properties\"/><property name=\"valueSeparator\" value=\"|\"/></bean>",
        "<bean class=\"SPRING\" parent=\"another\"><property name=\"location\" value=\"a.properties\"/></bean>",
        "<bean class=\"SPRING\"><property name=\"location\" value=\"a.properties\"/><property name=\"properties\" ref=\"another\"/></bean>",
        "<bean class=\"SPRING\"><property name=\"location\"><bean class=\"org.springframework.core.io.ClassPathResource\"/></property><property name=\"properties\" value=\"name=x\"/></bean>",
        "<bean class=\"SPRING\"><property name=\"order\" value=\"2\"/><property name=\"location\" value=\"a.properties\"/></bean><bean class=\"SPRING\"/>",
        "<c:property-placeholder xmlns:c=\"http://www.springframework.org/schema/context\" location=\"a.properties\" properties-ref=\"another\"/>",
        "<c:property-placeholder xmlns:c=\"http://www.springframework.org/schema/context\" location=\"a.properties\" value-separator=\"|\"/>",
      })
  void whatChangesPlaceholdersIsNotObeyedAndTold(String beans) throws Exception {
    Files.writeString(folder.resolve("a.properties"), "name=%s".formatted(SECRET));
    Path file = replacing("${name}", beans);

    assertThat(words(CheckRun.of(file)))
        .contains("of what replaces placeholders is not obeyed (needed by every rule)")
        .contains("brokerName of <broker> is not known")
        .doesNotContain(SECRET);
  }

  /** As Spring has it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<bean class=\"SPRING\"><property name=\"location\" value=\"a.properties\"/><property name=\"localOverride\" value=\"true\"/><property name=\"properties\"><props><prop key=\"name\">inline</prop></props></property></bean>",
        "<bean class=\"SPRING\"><property name=\"properties\" value=\"name=inline\"/><property name=\"order\" value=\"1\"/></bean>",
        "<bean class=\"SPRING\"><property name=\"properties\"><value>name=inline</value></property></bean>",
      })
  void valuesWithoutAFileAreTaken(String beans) throws Exception {
    Files.writeString(folder.resolve("a.properties"), "name=file");

    CheckRun run =
        CheckRun.of(replacing("${name}", beans.replace("a.prop", "file:${activemq.conf}/a.prop")));

    assertThat(words(run)).contains("Broker \"inline\"").doesNotContain("--trust");
  }

  /** The later of two files decides, and nobody read it. */
  @Test
  void aValueThatAFileOutsideMayChangeIsNotKnown() throws Exception {
    Files.writeString(folder.resolve("a.properties"), "name=inside");
    String inside = "file:${activemq.conf}/a.properties";
    String outside = "file:" + secret;
    String configurer = CONFIGURER.replace("<broker ", "");

    for (String beans :
        List.of(
            configurer.formatted(inside + "," + outside),
            configurer
                    .formatted(outside)
                    .replace(
                        "</bean>",
                        "<property name=\"ignoreUnresolvablePlaceholders\" value=\"true\"/></bean>")
                + configurer.formatted(inside))) {
      assertThat(words(CheckRun.of(replacing("${name}", beans))))
          .contains("brokerName of <broker> is not known");
    }
    assertThat(
            words(CheckRun.of(replacing("${name}", configurer.formatted(outside + "," + inside)))))
        .contains("Broker \"inside\"");
  }

  private Path replacing(String name, String beans) throws Exception {
    String type = "org.springframework.beans.factory.config.PropertyPlaceholderConfigurer";
    return file(
        xml ->
            named(name).apply(xml).replace("<broker ", beans.replace("SPRING", type) + "<broker "));
  }

  /** As Spring has it. */
  @Test
  void ofTwoFilesOfPropertiesTheLaterDecides() throws Exception {
    Files.writeString(folder.resolve("a.properties"), "name=first");
    Files.writeString(folder.resolve("b.properties"), "name=second");
    Path file =
        file(
            xml ->
                named("${name}")
                    .apply(xml)
                    .replace(
                        "<broker ",
                        CONFIGURER.formatted(
                            "file:${activemq.conf}/a.properties,file:${activemq.conf}/b.properties")));

    assertThat(CheckRun.of("--format", "json", file).out()).contains("\"broker\" : \"second\"");
  }

  /** What lies beside a link is not the broker's own. */
  @Test
  void aLinkToTheBrokersOwnFileStandsForThatFile() throws Exception {
    Path own = file(xml -> xml);
    Path link =
        Files.createSymbolicLink(
            Files.createDirectory(folder.resolve("pull-request")).resolve("activemq.xml"), own);
    System.setProperty("activemq.conf", folder.toString());
    try {
      assertThat(OwnConfiguration.same(link)).contains(own);
    } finally {
      System.clearProperty("activemq.conf");
    }
  }

  @Test
  void nothingOfThisJvmIsShown() throws Exception {
    Files.writeString(folder.resolve("a.properties"), "a=${somebodys.secret}");
    Path file =
        file(
            named("${a}")
                    .andThen(
                        xml ->
                            xml.replace(
                                "<broker ",
                                CONFIGURER.formatted("file:${activemq.conf}/a.properties")))
                ::apply);

    assertSecretKept(file);
    assertThat(CheckRun.of("--trust", "--format", "json", file).out()).contains(SECRET);
  }

  @Test
  void anExpressionOfTheWebServerShowsNothingOfThisJvm() throws Exception {
    Path file =
        file(
            xml ->
                xml.replace(
                    "<broker ",
                    "<bean class=\"org.eclipse.jetty.server.ServerConnector\"><property name=\"host\" value=\"#{systemProperties['somebodys.secret']}\"/></bean><broker "));

    assertSecretKept(file);
    assertThat(CheckRun.of("--trust", file).out()).contains(SECRET);
  }

  @Test
  void whatIsImportedFromOutsideIsNotRead() throws Exception {
    Path outside = temporary.toRealPath().resolve("outside.xml");
    Files.writeString(outside, "<beans xmlns=\"%s\"/>".formatted(SECRET));
    Path link = Files.createSymbolicLink(folder.resolve("link.xml"), outside);
    for (String resource :
        List.of(
            "../outside.xml",
            "file:" + outside,
            link.getFileName().toString(),
            "classpath*:**/*.xml")) {
      Path file =
          file(
              xml ->
                  xml.replace("<broker ", "<import resource=\"%s\"/><broker ".formatted(resource)));

      assertSecretKept(file);
      assertThat(words(CheckRun.of(file)))
          .contains("import of \"%s\" is not read".formatted(resource))
          .endsWith("1 not checked; --trust judges them");
    }
  }

  @Test
  void whatIsImportedFromTheFolderIsRead() throws Exception {
    Path file =
        file(
            xml ->
                xml.replace(
                    "<transportConnectors>",
                    "<transportConnectors><transportConnector name=\"t\" uri=\"tcp://127.0.0.1:0\"/>"));
    Files.move(file, folder.resolve("broker.xml"));
    Files.writeString(
        file,
        Files.readString(folder.resolve("broker.xml"))
            .replaceAll(
                "(?s)<broker .*</broker>",
                "<import resource=\"broker.xml\"/><import resource=\"broker.xml\"/>"));

    CheckRun run = CheckRun.of(file);

    assertThat(words(run)).contains("connector \"t\"").doesNotContain("--trust");
  }

  @Test
  void noEntityIsRead() throws Exception {
    for (String doctype :
        List.of(
            "<!DOCTYPE beans [<!ENTITY x SYSTEM \"%s\">]>".formatted(secret.toUri()),
            "<!DOCTYPE beans [<!ENTITY %% x SYSTEM \"%s\">%%x;]>".formatted(secret.toUri()),
            "<!DOCTYPE beans PUBLIC \"-//SPRING//DTD BEAN 2.0//EN\" \"http://www.springframework.org/dtd/spring-beans-2.0.dtd\" [<!ENTITY x SYSTEM \"%s\">]>"
                .formatted(secret.toUri()))) {
      Path file = file(xml -> doctype + named("&x;").apply(xml));

      assertSecretKept(file);
      assertThat(CheckRun.of(file).err()).contains("document type (DOCTYPE)");
    }
  }

  @Test
  void accountsOutsideAreNotRead() throws Exception {
    Path users = Files.writeString(temporary.resolve("users"), SECRET + "=admin\n");
    Files.writeString(folder.resolve("login.config"), LOGIN.formatted(users, users));
    Files.createSymbolicLink(folder.resolve("users"), users);
    Path file = file(DataFileIT::jaas);
    assertSecretKept(file);
    Files.writeString(folder.resolve("login.config"), LOGIN.formatted("users", "users"));
    assertSecretKept(file);

    assertThat(words(CheckRun.of(file)))
        .contains("it is not read, since it is not a file of the")
        .contains("line 1 of login.config: users or groups of org.apache.activemq.jaas.Properties")
        .endsWith("1 not checked; --trust judges them");
    Files.writeString(folder.resolve("login.config"), LOGIN.formatted("../users", "../users"));
    assertThat(words(CheckRun.of("--trust", file))).contains("user \"%s\" has".formatted(SECRET));
  }

  /** The JDK would replace them by what this JVM has. */
  @Test
  void placeholdersOfLoginsAreNotReplaced() throws Exception {
    Path file = file(DataFileIT::jaas);
    for (String login :
        List.of(
            LOGIN.formatted("${somebodys.secret}", "groups"),
            "activemq { com.example.A required a=\"${somebodys.secret}\"; };")) {
      Files.writeString(folder.resolve("login.config"), "\n" + login);

      assertSecretKept(file);
      assertThat(words(CheckRun.of(file)))
          .contains("line 2 of login.config: a placeholder in login.config is not replaced")
          .contains("(needed by require-authentication, refuse-default-credentials)")
          .endsWith("1 not checked; --trust judges them");
    }
  }

  @Test
  void whatIsNotUsedOfLoginsIsNotTold() throws Exception {
    Files.writeString(
        folder.resolve("login.config"), "a { b.C required d=\"${somebodys.secret}\"; };");

    assertThat(words(CheckRun.of(file(xml -> xml)))).doesNotContain("--trust");
  }

  @ParameterizedTest
  @EnumSource(EndlessFile.class)
  void aLoginConfigThatIsNoFileHoldsNothingUp(EndlessFile kind) throws Exception {
    Path file = file(DataFileIT::jaas);
    kind.replace(Files.createFile(folder.resolve("login.config")));

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(words(CheckRun.of(file))).contains("login.config is not read");
          CheckRun trusted = CheckRun.of("--trust", file);
          assertThat(trusted.status()).as(trusted.out()).isEqualTo(2);
          assertThat(trusted.err()).contains("login.config cannot be read: it ");
        });
  }

  private static String jaas(String xml) {
    return xml.replaceAll(
        "(?s)<simpleAuthenticationPlugin>.*</simpleAuthenticationPlugin>",
        "<jaasAuthenticationPlugin configuration=\"activemq\"/>");
  }

  @Test
  void keysOutsideAreNotRead() throws Exception {
    DevelopmentCertificates.in(temporary, PASSWORD, PASSWORD);
    Path file =
        file(
            xml ->
                xml.replace(
                        "<plugins>",
                        "<sslContext><sslContext keyStore=\"file:%s/../broker.p12\" keyStoreType=\"PKCS12\" keyStorePassword=\"%s\"/></sslContext><plugins>"
                            .formatted(folder, PASSWORD))
                    .replace(
                        "<transportConnectors>",
                        "<transportConnectors><transportConnector name=\"s\" uri=\"ssl://127.0.0.1:0\"/>"));

    CheckRun run = CheckRun.of("--format", "json", file);

    JsonView json = JsonView.of(run.out());
    assertThat(run.status()).as(run.out()).isEqualTo(0);
    assertThat(json.text("/leftOut")).isEqualTo("1");
    assertThat(json.text("/notChecked/0/line")).isEqualTo("9");
    assertThat(json.text("/notChecked/0/rules/1")).isEqualTo("require-valid-certificate");
    assertThat(run.out()).doesNotContain("CN=localhost");
    assertThat(CheckRun.of("--trust", "--format", "json", file).out()).contains("CN=localhost");
  }

  /** As in a checkout: the key store is there, and its password is not. */
  @Test
  void keysWhosePasswordIsNotKnownAreNoFault() throws Exception {
    DevelopmentCertificates.in(folder, PASSWORD, PASSWORD);
    Path file =
        file(
            xml ->
                xml.replace("<broker ", CONFIGURER.formatted("file:" + secret))
                    .replace(
                        "<plugins>",
                        "<sslContext><sslContext keyStore=\"file:%s/broker.p12\" keyStoreType=\"PKCS12\" keyStorePassword=\"${secret}\"/></sslContext><plugins>"
                            .formatted(folder)));

    CheckRun run = CheckRun.of(file);

    assertThat(run.status()).as(run.out()).isZero();
    assertThat(words(run))
        .contains("attribute keyStorePassword of <sslContext> is not known: ${secret} has no value")
        .endsWith("2 not checked; --trust judges them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<import resource=\"URL\"/><broker ",
        "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\"><property name=\"location\" value=\"URL\"/></bean><broker ",
        "<a:b xmlns:a=\"urn:a\" xsi:schemaLocation=\"urn:a URL\"/><broker ",
        "<broker xsi:schemaLocation=\"http://activemq.apache.org/schema/core URL\" ",
        "<bean class=\"org.apache.activemq.spring.SpringSslContext\"><property name=\"keyStore\" value=\"URL\"/><property name=\"trustStore\" value=\"jar:URL!/a\"/><property name=\"crlPath\" value=\"URL\"/></bean><broker sslContext=\"#x\" ",
        "<sslContext xmlns=\"http://activemq.apache.org/schema/core\" id=\"x\" keyStore=\"URL\" trustStore=\"jar:URL!/a\" crlPath=\"URL\"/><broker sslContext=\"#x\" ",
        "<broker networkConnectorURIs=\"http:(URL)\" ",
        "<networkConnector xmlns=\"http://activemq.apache.org/schema/core\" id=\"x\" uri=\"http:URL\"/><broker networkConnectors=\"#x\" ",
        "<networkConnector xmlns=\"http://activemq.apache.org/schema/core\" id=\"x\" uri=\"static:(vm://x?brokerConfig=xbean:URL)\"/><broker networkConnectors=\"#x\" ",
      })
  void nobodyHearsOfIt(String element) throws Exception {
    try (ServerSocket elsewhere = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:%d/more.xml".formatted(elsewhere.getLocalPort());
      Path file = file(xml -> xml.replace("<broker ", element.replace("URL", url)));

      CheckRun run = CheckRun.of(file);

      assertThat(run.status()).as(run.out() + run.err()).isIn(0, 1, 2);
      elsewhere.setSoTimeout(1);
      assertThat(catchThrowable(elsewhere::accept)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void hostNamesAreNotLookedUp() throws Exception {
    Path file =
        file(
            xml ->
                xml.replace(
                    "<transportConnectors>",
                    "<transportConnectors><transportConnector name=\"t\" uri=\"vm+x://a.host.invalid:1\"/>"));

    assertThat(words(CheckRun.of(file)))
        .contains("the addresses of host \"a.host.invalid\" are not looked up")
        .doesNotContain("its host name cannot be resolved");
    assertThat(words(CheckRun.of("--trust", file))).contains("its host name cannot be resolved");
  }

  /** As many brokers have it: a database, and somebody's plugin. */
  @Test
  void theRestOfAFileWithThingsOfOthersIsJudged() throws Exception {
    Line.assumeJdbc();
    Path file =
        file(
            xml ->
                xml.replace(
                        "<broker ",
                        """
                        <bean id="database" class="org.apache.commons.dbcp2.BasicDataSource" destroy-method="close">
                          <property name="url" value="jdbc:mysql://db/activemq"/>
                        </bean>
                        <broker\s""")
                    .replace("persistent=\"false\"", "persistent=\"true\"")
                    .replace(
                        "<plugins>",
                        "<persistenceAdapter><jdbcPersistenceAdapter dataSource=\"#database\"/></persistenceAdapter>\n<plugins>\n<bean xmlns=\"http://www.springframework.org/schema/beans\" class=\"com.example.Audit\"/>")
                    .replace(
                        "<transportConnectors>",
                        "<transportConnectors><transportConnector name=\"legacy\" uri=\"tcp://127.0.0.1:0\"/>"));

    CheckRun run = CheckRun.of(file);

    assertThat(run.status()).isEqualTo(CheckCommand.REFUSED);
    assertThat(words(run))
        .contains("require-tls connector \"legacy\"")
        .contains("line 12: bean (org.apache.commons.dbcp2.BasicDataSource) is not made")
        .contains("line 14: plugin com.example.Audit is not made (needed by require-auth")
        .doesNotContain("no authentication plugin", "no Portcullis stands")
        .endsWith(" 3 not checked; --trust judges them");
    assertThat(words(CheckRun.of("--format", "sarif", file)))
        .contains("Not checked: plugin com.example.Audit is not made", "\"startLine\" : 14");
    assertThat(CheckRun.of("--format", "html", file).out())
        .contains("plugin com.example.Audit is not made, line 14", "3 not checked; --trust judges");
  }

  @Test
  void whatWasLeftOutCountsIfItIsToBeStrict() throws Exception {
    Path file =
        file(
            xml ->
                xml.replace(
                    BrokerXml.GATE,
                    "<bean xmlns=\"http://www.springframework.org/schema/beans\" class=\"com.example.Audit\"/>"
                        + BrokerXml.GATE.replace(
                            "/>", "><property name=\"reportOnly\" value=\"\"/></bean>")));

    assertThat(CheckRun.of(file).status()).isEqualTo(0);
    assertThat(CheckRun.of("--strict", file).status()).isEqualTo(1);
  }

  @Test
  void theBrokersOwnFileIsLoadedAsAStartLoadsIt() throws Exception {
    Path file = file(named("a#{1+1}"));
    System.setProperty("activemq.conf", folder.toString());

    assertThat(CheckRun.of("--format", "json").out()).contains("\"broker\" : \"a2\"");
    System.clearProperty("activemq.conf");
    assertThat(CheckRun.of("--format", "json", file).out()).doesNotContain("\"broker\" : \"a2\"");
  }

  /** Files without things of others say the same either way. */
  @ParameterizedTest
  @ValueSource(strings = {"activemq.xml", "network.xml"})
  void ourOwnFilesSayTheSameEitherWay(String name) throws Exception {
    for (String beside :
        List.of(
            name, "network.properties", "login.config", "users.properties", "groups.properties")) {
      Files.copy(
          Path.of("conf", beside), folder.resolve(beside), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(
        folder.resolve("credentials.properties"),
        """
        broker.keystore.password=a
        broker.truststore.password=a
        network.password=a
        network.remote.password=a
        """);

    assertSame(folder.resolve(name));
  }

  @Test
  void aFileOfTheFieldSaysTheSameEitherWay() throws Exception {
    Path file =
        file(
            xml ->
                xml.replace(
                        "<plugins>",
                        """
                        <destinationInterceptors><virtualDestinationInterceptor><virtualDestinations>
                          <virtualTopic name="V.>" prefix="C.*." selectorAware="false"/>
                          <compositeQueue name="COPIES"><forwardTo><queue physicalName="A"/><topic physicalName="B"/></forwardTo></compositeQueue>
                        </virtualDestinations></virtualDestinationInterceptor></destinationInterceptors>
                        <destinationPolicy><policyMap><policyEntries>
                          <policyEntry topic=">" producerFlowControl="true" memoryLimit="5mb">
                            <deadLetterStrategy><individualDeadLetterStrategy queuePrefix="DLQ."/></deadLetterStrategy>
                            <pendingMessageLimitStrategy><constantPendingMessageLimitStrategy limit="10"/></pendingMessageLimitStrategy>
                          </policyEntry>
                        </policyEntries></policyMap></destinationPolicy>
                        <managementContext><managementContext createConnector="true" connectorPort="1099"/></managementContext>
                        <networkConnectors><networkConnector name="n" uri="static:(tcp://127.0.0.1:1,ssl://127.0.0.1:2)" duplex="true" userName="u" password="p"><excludedDestinations><queue physicalName="X"/></excludedDestinations></networkConnector></networkConnectors>
                        <systemUsage><systemUsage><memoryUsage><memoryUsage percentOfJvmHeap="70"/></memoryUsage><storeUsage><storeUsage limit="1 gb"/></storeUsage></systemUsage></systemUsage>
                        <plugins>
                        <statisticsBrokerPlugin/><timeStampingBrokerPlugin zeroExpirationOverride="1000"/><redeliveryPlugin/>
                        <authorizationPlugin><map><authorizationMap><authorizationEntries>
                          <authorizationEntry queue=">" read="admins,users" write="admins" admin="admins"/>
                          <authorizationEntry topic="ActiveMQ.Advisory.>" read="admins" write="admins" admin="admins"/>
                        </authorizationEntries></authorizationMap></map></authorizationPlugin>""")
                    .replace("</plugins>", "<loggingBrokerPlugin/></plugins>")
                    .replace(
                        "<transportConnectors>",
                        "<transportConnectors><transportConnector name=\"t\" uri=\"mqtt+nio://0.0.0.0:1883?transport.soWriteTimeout=1\" updateClusterClients=\"true\"/>"));

    assertSame(file);
  }

  private static void assertSame(Path file) throws Exception {
    CheckRun data = CheckRun.of("--format", "json", file);
    CheckRun trusted = CheckRun.of("--trust", "--format", "json", file);

    assertThat(data.status()).as(data.err()).isEqualTo(trusted.status()).isNotEqualTo(2);
    assertThat(withoutTime(data.out())).isEqualTo(withoutTime(trusted.out()));
  }

  private static String withoutTime(String json) {
    return json.replaceAll("\"checkedAt\"[^,]*,", "");
  }

  @Test
  void hugeAndDeepFilesEnd() throws Exception {
    String deep = "<a>".repeat(20_000) + "</a>".repeat(20_000);
    String laughs =
        "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\"><property name=\"location\" value=\"laughs.properties\"/></bean><broker ";
    StringBuilder properties = new StringBuilder("l0=ha\n");
    for (int i = 1; i < 60; i++) {
      properties.append("l%d=${l%d}${l%2$d}\n".formatted(i, i - 1));
    }
    Files.writeString(folder.resolve("laughs.properties"), properties);

    assertThat(CheckRun.of(file(xml -> xml.replace("<broker ", deep + "<broker "))).err())
        // From JDK 24 on, its parser has the same limit, and says so first.
        .containsAnyOf("deeper than 100 elements", "exceeds the limit \"100\"");
    assertThat(
            CheckRun.of(
                    file(
                        xml ->
                            xml.replace(
                                "<broker ",
                                "<alias name=\"a\" alias=\"b\"/>".repeat(100_001) + "<broker ")))
                .err())
        .contains("more than 100000 elements");
    assertThat(CheckRun.of(file(xml -> xml + " ".repeat(9 << 20))).err())
        .contains("it has more than");
    assertThat(
            words(
                CheckRun.of(
                    file(named("${l59}").andThen(xml -> xml.replace("<broker ", laughs))::apply))))
        .contains("brokerName of <broker> is not known");
    assertThat(
            CheckRun.of(
                    file(
                        xml ->
                            xml.replace(
                                "<broker ",
                                "<bean id=\"a\" parent=\"b\"/><bean id=\"b\" parent=\"a\"/><broker ")))
                .status())
        .isIn(0, 1);
  }

  @Test
  void aFileThatIsALinkOutOfItsFolderIsNotRead() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link.xml"), secret);

    CheckRun run = CheckRun.of(link);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("a link that leads out of its folder").doesNotContain(SECRET);
  }

  private static String words(CheckRun run) {
    return (run.out() + run.err()).replaceAll("\\s+", " ").strip();
  }

  private Path file(UnaryOperator<String> change) throws Exception {
    BrokerXml.write(folder, BrokerXml.GATE, "");
    Path file = folder.resolve("activemq.xml");
    return Files.writeString(file, change.apply(Files.readString(file)));
  }
}
