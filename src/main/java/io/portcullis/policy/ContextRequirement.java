package io.portcullis.policy;

import io.portcullis.esdk.ContextPairs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A demand on the encryption context of a message. Keys and values are compared as UTF-8 bytes,
 * never decoded. It cannot see pairs that a RequiredEncryptionContextCMM leaves out of the header.
 */
public final class ContextRequirement {

  /** Nothing. */
  public static final ContextRequirement NONE = new ContextRequirement(Map.of(), "");

  /** A key and the value that it must have. */
  private record Pair(String name, Utf8 key, Utf8 value) {}

  private final List<Pair> pairs;
  private final String destinationKey;
  private final Utf8 destinationKeyBytes;

  /**
   * @param pairs keys and their values
   * @param destinationKey the key whose value is the destination's qualified name; empty for none
   */
  ContextRequirement(Map<String, String> pairs, String destinationKey) {
    this.pairs =
        new TreeMap<>(pairs)
            .entrySet().stream()
                .map(e -> new Pair(e.getKey(), new Utf8(e.getKey()), new Utf8(e.getValue())))
                .toList();
    this.destinationKey = destinationKey;
    this.destinationKeyBytes = new Utf8(destinationKey);
  }

  /** Whether the message must name the destination that it is sent to. */
  public boolean bindsDestination() {
    return !destinationKey.isEmpty();
  }

  /** The key whose value must be the destination's qualified name; empty for none. */
  public String destinationKey() {
    return destinationKey;
  }

  /**
   * The first key that is missing, or whose value is another; allocates nothing if all are there.
   */
  public Optional<String> missing(ContextPairs context) {
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      if (!context.seek(pair.key.bytes) || !context.value().contentEquals(pair.value.bytes)) {
        return Optional.of(pair.name);
      }
    }
    return Optional.empty();
  }

  /** Whether the context names this destination, if it has to; {@code qualifiedName} in UTF-8. */
  public boolean names(byte[] qualifiedName, ContextPairs context) {
    return !bindsDestination()
        || (context.seek(destinationKeyBytes.bytes)
            && context.value().contentEquals(qualifiedName));
  }

  /** The bytes of a text, made once. */
  private static final class Utf8 {
    private final byte[] bytes;

    Utf8(String text) {
      bytes = text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
