package io.portcullis.harden.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.URIParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** An edit changes one module, and the JDK reads all others as before. */
class LoginConfigTextTest {

  private static final String MODULE = "io.portcullis.login.PasswordLoginModule";

  /** White space and comments that the JDK passes over. */
  @Provide
  Arbitrary<String> gaps() {
    return Arbitraries.of(" ", "\n", "\r\n", "\t", " // {x;\n", "/* } \" */", " /* a\n b */ ")
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(parts -> String.join("", parts));
  }

  private static String text(String gap) {
    return String.join(
        gap,
        "",
        "first",
        "{",
        "a.B",
        "sufficient",
        "x=y",
        ";",
        "com.Old",
        "required",
        "decrypt=true",
        "file=\"u.properties\"",
        "debug=true",
        ";",
        "}",
        ";",
        "second",
        "{",
        "c.D",
        "optional",
        ";",
        "}",
        ";",
        "");
  }

  private static List<String> parsed(String text, String name) throws Exception {
    Path file = Files.createTempFile("login", ".config");
    try {
      Files.writeString(file, text);
      List<String> modules = new ArrayList<>();
      for (AppConfigurationEntry entry :
          Configuration.getInstance("JavaLoginConfig", new URIParameter(file.toUri()))
              .getAppConfigurationEntry(name)) {
        modules.add(
            entry.getLoginModuleName()
                + entry.getControlFlag()
                + new TreeMap<>(entry.getOptions()));
      }
      return modules;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(text, e);
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 100)
  void oneModuleChanges(@ForAll("gaps") String gap) throws Exception {
    String text = text(gap);
    LoginConfigText config = LoginConfigText.of(text, "\n");
    String changed =
        config.with(
            config.entry("first").orElseThrow().modules().get(1),
            MODULE,
            Map.of("file", "users \"x\"", "debug", "true", "added", "1"));
    assertThat(parsed(changed, "second")).isEqualTo(parsed(text, "second"));
    assertThat(parsed(changed, "first"))
        .containsExactly(
            parsed(text, "first").get(0),
            MODULE + "LoginModuleControlFlag: required{added=1, debug=true, file=users \"x\"}");
  }

  @Property(tries = 100)
  void oneModuleGoes(@ForAll("gaps") String gap) throws Exception {
    String text = text(gap);
    LoginConfigText config = LoginConfigText.of(text, "\n");
    String changed = config.without(config.entry("first").orElseThrow().modules().get(0));
    assertThat(parsed(changed, "second")).isEqualTo(parsed(text, "second"));
    assertThat(parsed(changed, "first")).containsExactly(parsed(text, "first").get(1));
  }

  @Property(tries = 100)
  void anEntryIsAppended(@ForAll("gaps") String gap) throws Exception {
    String changed = LoginConfigText.of(text(gap), "\n").withEntry("n", MODULE, Map.of("a", "b"));
    assertThat(parsed(changed, "n"))
        .containsExactly(MODULE + "LoginModuleControlFlag: required{a=b}");
    assertThat(parsed(changed, "first")).isEqualTo(parsed(text(gap), "first"));
  }

  @Test
  void aTextThatEndsTooSoonIsNone() {
    String text = "a { b.C required;";
    assertThatThrownBy(() -> LoginConfigText.of(text, "\n"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMessageSaysTheLineAndNoWordOfTheFile() {
    assertThatThrownBy(() -> LoginConfigText.of("a {\n b.C required\n x=y word z;\n};", "\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 3 lacks \"=\"");
  }
}
