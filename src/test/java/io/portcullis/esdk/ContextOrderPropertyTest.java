package io.portcullis.esdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Contexts whose keys stand in any order, beside a set of keys as a model. */
class ContextOrderPropertyTest {
  private static final HexFormat HEX = HexFormat.of();

  /** The length of the pairs stands behind version, suite and message id. */
  private static final int FIRST_PAIR = 1 + 2 + 32 + 2 + 2;

  /** As many different keys as fit: 128 of one byte, 10,815 of two. */
  private static final int MOST_KEYS = 10_943;

  /** As many pairs as fit: one key of one byte, and 16,382 empty ones. */
  private static final int MOST_PAIRS = 16_383;

  private final MessageReader reader = new MessageReader();

  private boolean read(byte[] message) {
    return reader.read(message, 0, message.length, Depth.HEADER, 8);
  }

  /** A header with these keys; a value is the key's number, or empty if there are many. */
  private static byte[] header(List<String> keys) {
    StringBuilder pairs = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      String value = keys.size() > 1000 ? "" : Integer.toString(i);
      for (String text : List.of(keys.get(i), value)) {
        byte[] bytes = text.getBytes(UTF_8);
        pairs.append("%04X".formatted(bytes.length)).append(HEX.formatHex(bytes));
      }
    }
    String length =
        keys.isEmpty() ? "0000" : "%04X%04X".formatted(pairs.length() / 2 + 2, keys.size());
    return Headers.version2().with("key value pairs length", length + pairs).bytes();
  }

  @Property
  void acceptsEveryOrderAndRefusesAKeyThatIsThereAgain(@ForAll("keys") List<String> keys) {
    boolean accepted = read(header(keys));

    Set<String> before = new HashSet<>();
    int offset = FIRST_PAIR + 2;
    for (int i = 0; i < keys.size(); i++) {
      if (!before.add(keys.get(i))) {
        assertThat(accepted).isFalse();
        assertThat(reader.malformation().orElseThrow().describe())
            .isEqualTo("key at offset " + offset + ": the same as an earlier one, must occur once");
        return;
      }
      offset += keys.get(i).getBytes(UTF_8).length + 2 + Integer.toString(i).length() + 2;
    }
    assertThat(reader.malformation()).isEmpty();
    assertThat(accepted).isTrue();
  }

  @Property
  void findsEveryKeyInEveryOrder(@ForAll("keys") List<String> some, @ForAll Random random) {
    List<String> keys = new ArrayList<>(new HashSet<>(some));
    Collections.shuffle(keys, random);

    assertThat(read(header(keys))).isTrue();

    ContextPairs pairs = reader.contextPairs();
    for (int i = 0; i < keys.size(); i++) {
      assertThat(pairs.seek(keys.get(i).getBytes(UTF_8))).as(keys.get(i)).isTrue();
      assertThat(pairs.value().utf8()).isEqualTo(Integer.toString(i));
    }
    assertThat(pairs.seek("not among them".getBytes(UTF_8))).isFalse();
    assertThat(EncryptedMessage.of(reader).encryptionContext().keySet())
        .containsExactlyElementsOf(keys);
  }

  @Property(tries = 200)
  void takesThePublicKeyFromAnyPlace(@ForAll("keys") List<String> some, @ForAll Random random) {
    List<String> keys = new ArrayList<>(new HashSet<>(some));
    keys.add("aws-crypto-public-key");
    Collections.shuffle(keys, random);
    byte[] message = header(keys);
    message[1] = 0x05;

    assertThat(read(message)).isTrue();

    message[1] = 0x04;
    assertThat(read(message)).isFalse();
    assertThat(reader.malformation().orElseThrow().reason())
        .isEqualTo("aws-crypto-public-key for unsigned suite 0x0478");
  }

  private static List<String> mostKeys() {
    List<String> keys = new ArrayList<>();
    IntStream.range(0, 128).forEach(a -> keys.add(String.valueOf((char) a)));
    IntStream.range(0, MOST_KEYS - 128)
        .forEach(i -> keys.add("" + (char) (i / 128) + (char) (i % 128)));
    return keys;
  }

  @Example
  void acceptsAsManyKeysAsFitInAnyOrder() {
    List<String> keys = mostKeys();
    for (int seed = 0; seed < 4; seed++) {
      Collections.shuffle(keys, new Random(seed));

      assertThat(read(header(keys))).isTrue();
    }
  }

  @Example
  void refusesTheLastOfAsManyKeysAsFitIfItIsTheFirst() {
    List<String> keys = mostKeys();
    Collections.reverse(keys);
    keys.set(MOST_KEYS - 1, keys.get(MOST_KEYS - 2 - 127));
    keys.set(0, "zz");
    keys.set(MOST_KEYS - 2, "zz");

    assertThat(read(header(keys))).isFalse();
    assertThat(reader.malformation().orElseThrow().reason())
        .isEqualTo("the same as an earlier one, must occur once");
  }

  @Example
  void refusesAsManyPairsAsFit() {
    List<String> keys = new ArrayList<>(Collections.nCopies(MOST_PAIRS, ""));
    keys.set(0, "a");

    assertThat(read(header(keys))).isFalse();
    assertThat(reader.malformation().orElseThrow().offset()).isEqualTo(FIRST_PAIR + 5 + 4 + 2);
  }

  /** Keys of which some are the same, start the same, or are the beginning of others. */
  @Provide
  Arbitrary<List<String>> keys() {
    Arbitrary<String> few = Arbitraries.strings().withChars("ab\u00E4\uFFFD\0").ofMaxLength(3);
    Arbitrary<String> alike = few.map(end -> "the same long beginning" + end);
    Arbitrary<String> astral = few.map(end -> end + "\uD83D\uDD11");
    Arbitrary<String> alikeAtTheEnd = few.map(start -> start + "the same long end");
    Arbitrary<String> different = Arbitraries.strings().withChars('a', 'z').ofLength(8);
    return Arbitraries.oneOf(few, alike, astral, alikeAtTheEnd, different, different)
        .list()
        .ofMaxSize(20);
  }
}
