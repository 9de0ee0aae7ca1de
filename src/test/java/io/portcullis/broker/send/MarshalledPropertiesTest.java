package io.portcullis.broker.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.broker.send.MarshalledProperties.Finding;
import io.portcullis.testing.Line;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.util.ByteSequence;
import org.apache.activemq.util.MarshallingSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarshalledPropertiesTest {

  private static final String NAME = "MARK";

  @Test
  void aNameIsFoundBehindValuesOfEveryFlatType() throws IOException {
    Map<String, Object> properties = flat();

    assertThat(find(marshal(properties))).isEqualTo(Finding.ABSENT);
    properties.put(NAME, true);
    assertThat(find(marshal(properties))).isEqualTo(Finding.POSSIBLE);
  }

  @Test
  void aNameThatStandsInAValueIsNotFound() throws IOException {
    assertThat(find(marshal(Map.of("x", NAME, "MARKS", NAME, "MAR", NAME))))
        .isEqualTo(Finding.ABSENT);
  }

  @Test
  void whatWouldHaveToBeMadeToBeReadIsLeftToActiveMq() throws IOException {
    assertThat(find(marshal(Map.of("list", List.of(1))))).isEqualTo(Finding.POSSIBLE);
    assertThat(find(marshal(Map.of("map", Map.of("a", 1))))).isEqualTo(Finding.POSSIBLE);
    assertThat(find(marshal(Map.of("big", "x".repeat(70_000))))).isEqualTo(Finding.POSSIBLE);
    assertThat(find(marshal(Map.of("gr\u00F6\u00DFe", 1)))).isEqualTo(Finding.POSSIBLE);
  }

  /** The first letter of the name in two bytes: Java reads it, and ActiveMQ with it before 6.2. */
  @Test
  void aNameInAnotherSpellingIsNotOverlooked() throws IOException {
    byte[] overlong = HexFormat.of().parseHex("00000001" + "0005C18D41524B" + "0101");

    assertThat(property(overlong)).isEqualTo(Line.V6_2.isYetToCome() ? true : null);
    assertThat(find(overlong)).isEqualTo(Finding.POSSIBLE);
  }

  @Test
  void everyPrefixIsBrokenAsItIsForActiveMq() throws IOException {
    byte[] whole = marshal(flat());

    for (int length = 0; length < whole.length; length++) {
      byte[] prefix = Arrays.copyOf(whole, length);

      assertThat(find(prefix)).as("%d", length).isEqualTo(Finding.BROKEN);
      assertThatThrownBy(() -> property(prefix)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "no property,                00000000,               ABSENT",
    "no property but bytes,      00000000FF,             ABSENT",
    "less than none,             FFFFFFFF,               BROKEN",
    "as many as can be counted,  7FFFFFFF000178000001,   BROKEN",
    "an array of 2 GiB,          000000010001780A7FFFFFFF00, BROKEN",
    "an array of 4 GiB,          000000010001780AFFFFFFFF00, BROKEN",
    "an array one too long,      000000010001780A0000000200, BROKEN",
    "an array of its length,     000000010001780A0000000100, ABSENT",
    "a type that is not known,   0000000100017811,       POSSIBLE",
  })
  void claimsAreNotBelieved(String name, String hex, Finding expected) {
    assertThat(find(HexFormat.of().parseHex(hex))).isEqualTo(expected);
  }

  private static Map<String, Object> flat() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("boolean", true);
    properties.put("byte", (byte) -1);
    properties.put("char", '\u00E4');
    properties.put("short", (short) -1);
    properties.put("int", -1);
    properties.put("long", -1L);
    properties.put("float", 1.5f);
    properties.put("double", 1.5);
    properties.put("string", "gr\u00F6\u00DFer");
    properties.put("bytes", new byte[] {1, 2, 3});
    properties.put("", "empty");
    properties.put("null", null);
    return properties;
  }

  private static Object property(byte[] marshalled) throws IOException {
    ActiveMQMessage message = new ActiveMQMessage();
    message.setMarshalledProperties(new ByteSequence(marshalled));
    return message.getProperty(NAME);
  }

  /** With other bytes around it. */
  private static Finding find(byte[] marshalled) {
    byte[] around = new byte[marshalled.length + 20];
    System.arraycopy(marshalled, 0, around, 10, marshalled.length);
    return MarshalledProperties.find(
        NAME.getBytes(StandardCharsets.US_ASCII), new ByteSequence(around, 10, marshalled.length));
  }

  private static byte[] marshal(Map<String, Object> properties) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MarshallingSupport.marshalPrimitiveMap(properties, new DataOutputStream(out));
    return out.toByteArray();
  }
}
