package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NarrowSerializationTest {

  private final NarrowSerialization rule = new NarrowSerialization();

  @Test
  void everythingIsRefused() {
    assertThat(lines("*"))
        .containsExactly(
            "[narrow-serialization] org.apache.activemq.SERIALIZABLE_PACKAGES: * trusts every class,"
                + " so an object message may run code where it is read; name the packages of your"
                + " own classes, or remove it");
  }

  @Test
  void aPackageThatIsAsGoodAsEverythingIsRefused() {
    assertThat(lines("java.lang", "com"))
        .containsExactly(
            "[narrow-serialization] org.apache.activemq.SERIALIZABLE_PACKAGES: com trusts every"
                + " class below com, so an object message may run code where it is read; name the"
                + " packages of your own classes");
  }

  /** ActiveMQ takes the star for a package's name where it does not stand alone. */
  @ParameterizedTest(name = "\"{0}\"")
  @CsvSource({"''", "java.lang", "com.example.orders java.util", "com.example *"})
  void packagesByNamePass(String packages) {
    assertThat(lines(packages.split(" ", -1))).isEmpty();
  }

  @Test
  void activeMqsOwnFewPass() {
    assertThat(lines()).isEmpty();
  }

  private List<String> lines(String... packages) {
    return rule.judge(new ProcessFacts(OptionalInt.of(1), "6.3.1", List.of(packages))).stream()
        .map(Violation::line)
        .toList();
  }
}
