package io.portcullis.broker.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.portcullis.login.LoginFolder;
import java.util.Map;
import java.util.stream.Stream;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.activemq.jaas.LDAPLoginModule;
import org.apache.activemq.jaas.PropertiesLoader;
import org.apache.activemq.jaas.PropertiesLoginModule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that are looked at are those that ActiveMQ's own code opens. */
class ModuleFilesTest {

  private static final String PROPERTY = "java.security.auth.login.config";
  private static final String USERS = "org.apache.activemq.jaas.properties.user";
  private static final String GROUPS = "org.apache.activemq.jaas.properties.group";

  private final String before = System.getProperty(PROPERTY, "");

  @AfterEach
  void asBefore() {
    configure(before);
  }

  private static void configure(String file) {
    if (file.isEmpty()) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, file);
    }
  }

  static Stream<Arguments> files() {
    Map<String, String> names = Map.of(USERS, "u", GROUPS, "g");
    Map<String, String> absolute = Map.of(USERS, "/etc/u", GROUPS, "/etc/g");
    return Stream.of(
        arguments("no configuration", "", names),
        arguments("no configuration, absolute", "", absolute),
        arguments("configuration without a folder", "login.config", names),
        arguments("beside the configuration", "/opt/conf/login.config", names),
        arguments("below the configuration's folder", "/opt/conf/login.config", absolute),
        arguments("no names", "/opt/conf/login.config", Map.of()),
        arguments(
            "base folder",
            "/opt/conf/login.config",
            Map.of(USERS, "u", GROUPS, "/g", "baseDir", "/srv")),
        arguments("relative base folder", "", Map.of(USERS, "u", GROUPS, "g", "baseDir", "srv")),
        arguments("empty base folder", "", Map.of(USERS, "u", GROUPS, "g", "baseDir", "")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void files(String name, String configuration, Map<String, String> options) {
    configure(configuration);

    ModuleFiles files =
        ModuleFiles.of(entry(PropertiesLoginModule.class, options), LoginFolder.ofThisJvm())
            .orElseThrow();

    PropertiesLoader loader = new PropertiesLoader();
    assertThat(files.users().toFile())
        .isEqualTo(loader.new FileNameKey(USERS, "user", options).file());
    assertThat(files.groups().toFile())
        .isEqualTo(loader.new FileNameKey(GROUPS, "group", options).file());
  }

  @Test
  void otherModulesHaveNone() {
    assertThat(ModuleFiles.of(entry(LDAPLoginModule.class, Map.of()), LoginFolder.ofThisJvm()))
        .isEmpty();
  }

  private static AppConfigurationEntry entry(Class<?> module, Map<String, String> options) {
    return new AppConfigurationEntry(module.getName(), LoginModuleControlFlag.REQUIRED, options);
  }
}
