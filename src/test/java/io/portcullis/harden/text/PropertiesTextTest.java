package io.portcullis.harden.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** It reads as Java does, and writes what Java reads. */
class PropertiesTextTest {

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a",
            "bob",
            " ",
            "\t",
            "=",
            ":",
            "\\",
            "#",
            "!",
            "\n",
            "\r\n",
            "\r",
            "\u00e4",
            "x y",
            "\u00EF\u00BB\u00BF")
        .list()
        .ofMaxSize(24)
        .map(parts -> String.join("", parts));
  }

  private static Properties read(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    return properties;
  }

  private static Properties read(PropertiesText text) {
    Properties properties = new Properties();
    text.entries().forEach(entry -> properties.setProperty(entry.key(), entry.value()));
    return properties;
  }

  @Property
  void readsAsJavaDoesAndKeepsEveryCharacter(@ForAll("texts") String text) throws IOException {
    PropertiesText read = PropertiesText.of(text, "\n");
    assertThat(read.text()).isEqualTo(text);
    assertThat(read(read)).isEqualTo(read(text));
  }

  @Property
  void aValueThatIsSetIsReadBackAndAllElseStays(
      @ForAll("texts") String text, @ForAll("texts") String key, @ForAll String value)
      throws IOException {
    PropertiesText changed = PropertiesText.of(text, "\n");
    Assume.that(!text.strip().endsWith("\\"));
    changed.set(key, value);
    Properties expected = read(text);
    expected.setProperty(key, value);
    assertThat(read(changed.text())).isEqualTo(expected);
  }

  @Property
  void aCommentTakesAnEntryOutAndNothingElse(@ForAll("texts") String text) throws IOException {
    PropertiesText changed = PropertiesText.of(text, "\n");
    changed.removeRepeated();
    Properties expected = read(text);
    List<PropertiesText.Entry> entries = changed.entries();
    if (!entries.isEmpty()) {
      String key = entries.get(0).key();
      changed.comment(key, "why", PropertiesText.escaped(key, true) + "=");
      expected.remove(key);
    }
    assertThat(read(changed.text())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=b\\", "a=b\\\n"})
  void aNewLineDoesNotContinueTheLastOne(String text) {
    PropertiesText changed = PropertiesText.of(text, "\n");
    changed.set("c", "d");
    assertThat(changed.text()).isEqualTo("a=b\nc=d\n");
  }

  @Test
  void aLineThatJavaCannotReadIsNamed() {
    assertThatThrownBy(() -> PropertiesText.of("a=b\nc=\\u12\n", "\n"))
        .hasMessage("line 2 has a \\u without four hexadecimal digits");
  }

  @Test
  @Timeout(20)
  void manyEntriesTakeNoMoreThanTheirShare() {
    int many = 60_000;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < many; i++) {
      text.append("user").append(i).append("=x\n");
    }
    PropertiesText properties = PropertiesText.of(text.toString(), "\n");

    assertThat(properties.removeRepeated()).isEmpty();
    assertThat(properties.entries()).hasSize(many);
    for (int i = 0; i < many; i += 2) {
      properties.set("user" + i, "y");
      properties.comment("user" + (i + 1), "why", "instead");
    }

    assertThat(properties.entries()).hasSize(many / 2);
    assertThat(properties.text()).startsWith("user0=y\n# why\n# instead\nuser2=y\n");
  }

  @Test
  void anEntryThatBecomesACommentUncoversTheOneBefore() {
    PropertiesText properties = PropertiesText.of("a=1\nb=2\na=3\n", "\n");
    properties.comment("a", "why", "a=");
    assertThat(properties.value("a")).contains("1");
    properties.append("a=4");
    assertThat(properties.removeRepeated()).containsExactly("a");
    assertThat(properties.text()).isEqualTo("b=2\n# why\n# a=\na=4\n");
  }
}
