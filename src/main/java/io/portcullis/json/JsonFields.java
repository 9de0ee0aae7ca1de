package io.portcullis.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A JSON object whose fields are all known. Each is taken once, and {@link #end} refuses the rest.
 * Each method throws an IllegalArgumentException that names the field.
 */
public final class JsonFields {

  private final String path;
  private final Map<String, Object> left;

  private JsonFields(String path, Map<String, Object> fields) {
    this.path = path;
    this.left = new LinkedHashMap<>(fields);
  }

  /**
   * Reads one object. It may hold objects, arrays, texts, whole numbers, {@code true} and {@code
   * false}.
   */
  public static JsonFields read(InputStream in) throws IOException {
    JsonFactory json =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = json.createParser(in)) {
      parser.nextToken();
      Object value = value(parser);
      if (value instanceof JsonFields fields && parser.nextToken() == null) {
        return fields;
      }
      throw new IOException("it is not one object");
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    String path = parser.getParsingContext().pathAsPointer().toString();
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> fields = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        fields.put(name, value(parser));
      }
      return new JsonFields(path, fields);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> values = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        values.add(value(parser));
      }
      return values;
    }
    if (token == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return token == JsonToken.VALUE_TRUE;
    }
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return number(parser, path);
    }
    throw new IOException("%s: %s stands here".formatted(path, token));
  }

  private static long number(JsonParser parser, String path) throws IOException {
    try {
      return parser.getLongValue();
    } catch (InputCoercionException e) {
      throw new IOException("%s: a number stands here that has too many digits".formatted(path), e);
    }
  }

  /** Refuses the fields that nobody took. */
  public void end() {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is not known".formatted(place(left.keySet().iterator().next())));
    }
  }

  /** Names a field. */
  public String place(String field) {
    return path + "/" + field;
  }

  private <T> Optional<T> take(String field, Class<T> type) {
    Object valueOrNull = left.remove(field);
    if (valueOrNull == null) {
      return Optional.empty();
    }
    if (!type.isInstance(valueOrNull)) {
      throw new IllegalArgumentException(
          "%s is no %s".formatted(place(field), type.getSimpleName()));
    }
    return Optional.of(type.cast(valueOrNull));
  }

  private <T> T required(String field, Optional<T> value) {
    return value.orElseThrow(
        () -> new IllegalArgumentException("%s is missing".formatted(place(field))));
  }

  /** Returns a text; empty if it is not there. */
  public Optional<String> textIfThere(String field) {
    return take(field, String.class);
  }

  /** Returns a text, which is not blank. */
  public String text(String field) {
    String text = required(field, textIfThere(field));
    if (text.isBlank()) {
      throw new IllegalArgumentException("%s is empty".formatted(place(field)));
    }
    return text;
  }

  /** Returns a text, which may be empty. */
  public String anyText(String field) {
    return required(field, textIfThere(field));
  }

  /** Returns a whole number that is not negative. */
  public long number(String field) {
    long number = required(field, take(field, Long.class));
    if (number < 0) {
      throw new IllegalArgumentException("%s is negative".formatted(place(field)));
    }
    return number;
  }

  /** Returns a point in time, in the form of ISO 8601 with a zone. */
  public Instant instant(String field) {
    return value(
        field,
        "time",
        text -> {
          try {
            return Optional.of(Instant.parse(text));
          } catch (DateTimeException e) {
            return Optional.empty();
          }
        });
  }

  /** Tells yes or no. */
  public boolean flag(String field) {
    return required(field, take(field, Boolean.class));
  }

  /** Tells yes or no; no if it is not there. */
  public boolean flagIfThere(String field) {
    return take(field, Boolean.class).orElse(false);
  }

  /** Returns a date. */
  public LocalDate date(String field) {
    return required(field, dateIfThere(field));
  }

  /** Returns a date; empty if it is not there. */
  public Optional<LocalDate> dateIfThere(String field) {
    return textIfThere(field)
        .map(
            text -> {
              try {
                return LocalDate.parse(text);
              } catch (DateTimeException e) {
                throw wrong(field, text, "date", e);
              }
            });
  }

  /** Reads a value of another form than JSON's; empty if the text is none. */
  public <T> T value(String field, String what, Function<String, Optional<T>> reader) {
    String text = text(field);
    return reader.apply(text).orElseThrow(() -> wrong(field, text, what, null));
  }

  private IllegalArgumentException wrong(
      String field, String text, String what, Exception causeOrNull) {
    return new IllegalArgumentException(
        "%s: \"%s\" is no %s".formatted(place(field), text, what), causeOrNull);
  }

  /** Returns a constant by the file's word for it, such as {@code before-login}. */
  public <E extends Enum<E>> E word(String field, Class<E> type) {
    return constant(field, text(field), type);
  }

  /** Returns a list of constants. */
  public <E extends Enum<E>> List<E> words(String field, Class<E> type) {
    return texts(field).stream().map(text -> constant(field, text, type)).toList();
  }

  private <E extends Enum<E>> E constant(String field, String text, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(text)) {
        return constant;
      }
    }
    throw wrong(field, text, type.getSimpleName().toLowerCase(Locale.ROOT), null);
  }

  /** Returns what the file calls a constant, such as {@code before-login}. */
  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns a list of texts, of which none is blank. */
  public List<String> texts(String field) {
    List<String> texts = anyTexts(field);
    if (texts.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("%s has what is no text".formatted(place(field)));
    }
    return texts;
  }

  /** Returns a list of texts, which may be empty or blank. */
  public List<String> anyTexts(String field) {
    List<?> values = required(field, take(field, List.class));
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      if (!(value instanceof String text)) {
        throw new IllegalArgumentException("%s has what is no text".formatted(place(field)));
      }
      texts.add(text);
    }
    return texts;
  }

  /** Returns a list of texts; an empty one if it is not there. */
  public List<String> textsIfThere(String field) {
    return left.containsKey(field) ? texts(field) : List.of();
  }

  /** Reads an object, and refuses what the reader left of it. */
  public <T> T one(String field, Function<JsonFields, T> reader) {
    JsonFields fields = required(field, take(field, JsonFields.class));
    T read = reader.apply(fields);
    fields.end();
    return read;
  }

  /** Reads each object of a list; an empty list if it is not there. */
  public <T> List<T> eachIfThere(String field, Function<JsonFields, T> reader) {
    return left.containsKey(field) ? each(field, reader) : List.of();
  }

  /** Reads each object of a list, and refuses what the reader left of it. */
  public <T> List<T> each(String field, Function<JsonFields, T> reader) {
    List<?> values = required(field, take(field, List.class));
    List<T> read = new ArrayList<>();
    for (Object value : values) {
      if (!(value instanceof JsonFields fields)) {
        throw new IllegalArgumentException("%s has what is no object".formatted(place(field)));
      }
      try {
        read.add(reader.apply(fields));
      } catch (IllegalArgumentException e) {
        throw e.getMessage().startsWith("/")
            ? e
            : new IllegalArgumentException(fields.path + ": " + e.getMessage(), e);
      }
      fields.end();
    }
    return read;
  }
}
