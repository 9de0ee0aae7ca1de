package io.portcullis.broker.configuration;

import static io.portcullis.broker.configuration.JettyBeans.bean;
import static io.portcullis.broker.configuration.JettyBeans.property;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.portcullis.login.LoginFiles;
import io.portcullis.rule.KnownLogins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which logins a web server's definitions lead to. */
class JettyLoginsTest {

  private static final String JAAS = "jaas.JAASLoginService";
  private static final String HASH = "security.HashLoginService";

  @TempDir private Path folder;
  private Configuration before;

  @BeforeEach
  void configure() throws Exception {
    before = Configuration.getConfiguration();
    Files.writeString(folder.resolve("users.properties"), "admin=admin");
    AppConfigurationEntry module = LoginFiles.properties(folder);
    Configuration.setConfiguration(
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return name.equals("console")
                ? new AppConfigurationEntry[] {module}
                : new AppConfigurationEntry[0];
          }
        });
  }

  @AfterEach
  void asBefore() {
    Configuration.setConfiguration(before);
  }

  private KnownLogins logins(String xml) {
    return JettyBeans.inspect(xml.replace("FOLDER", folder.toString())).logins();
  }

  static Stream<Arguments> known() {
    String name = "<constructor-arg value='realm'/>";
    String argument = "<constructor-arg value='%s'/>";
    return Stream.of(
        arguments("JAAS", bean(JAAS, property("loginModuleName", "console"))),
        arguments("JAAS, by the service's name", bean(JAAS, argument.formatted("console"))),
        arguments(
            "JAAS, another name than the service's",
            bean(JAAS, name + property("loginModuleName", "console"))),
        arguments(
            "inside a handler",
            bean(
                "security.ConstraintSecurityHandler",
                "<property name='loginService'>%s</property>"
                    .formatted(bean(JAAS, property("loginModuleName", "console"))))),
        arguments("file", bean(HASH, property("config", "FOLDER/users.properties"))),
        arguments("file's URI", bean(HASH, property("config", "file:FOLDER/users.properties"))),
        arguments("file's URL", bean(HASH, property("config", "file://FOLDER/users.properties"))),
        arguments(
            "file as an argument",
            bean(HASH, name + argument.formatted("FOLDER/users.properties"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void known(String name, String xml) {
    KnownLogins known = logins(xml);

    assertThat(known.notChecked()).isEmpty();
    assertThat(known.logins())
        .singleElement()
        .satisfies(
            login -> {
              assertThat(login.where()).isEqualTo(folder.resolve("users.properties").toString());
              assertThat(login.users()).isEqualTo(List.of("admin"));
              assertThat(login.accepts().test("admin", "admin")).isTrue();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<property name='loginModuleName' value='#{x}'/>",
        "<property name='loginModuleName' value='${x}'/>",
        "<property name='loginModuleName' value='console'/>"
            + "<property name='configuration'><bean class='C'/></property>",
        ""
      })
  void aConfigurationThatIsNotKnownIsNotChecked(String inside) {
    assertThat(
            logins("<bean id='s' class='org.eclipse.jetty.%s'>%s</bean>".formatted(JAAS, inside)))
        .isEqualTo(
            new KnownLogins(
                List.of(),
                List.of(
                    "passwords in bean \"s\" (org.eclipse.jetty.jaas.JAASLoginService): its login"
                        + " configuration is not known here")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<property name='config' value='#{x}'/>",
        "<property name='config' value='${x}/realm.properties'/>",
        "<property name='config' value='jar:file:/x.jar!/realm.properties'/>",
        "<property name='config' value='https://localhost/realm.properties'/>",
        "<property name='config' value='file:realm.properties'/>",
        "<property name='config' value='FOLDER/users.properties'/>"
            + "<property name='userStore'><bean class='U'/></property>",
        ""
      })
  void aFileThatIsNotKnownIsNotChecked(String inside) {
    assertThat(
            logins("<bean id='s' class='org.eclipse.jetty.%s'>%s</bean>".formatted(HASH, inside)))
        .isEqualTo(
            new KnownLogins(
                List.of(),
                List.of(
                    "passwords in bean \"s\" (org.eclipse.jetty.security.HashLoginService): its"
                        + " file of users is not known here")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"org.eclipse.jetty.security.JDBCLoginService", "com.example.Own"})
  void otherLoginServicesAreNotChecked(String type) {
    String xml =
        "<bean class='org.eclipse.jetty.security.ConstraintSecurityHandler'>"
            + "<property name='loginService' ref='s'/></bean><bean id='s' class='%s'/>";

    assertThat(logins(xml.formatted(type)).notChecked())
        .containsExactly("passwords in bean \"s\" (%s): only it knows its users".formatted(type));
  }
}
