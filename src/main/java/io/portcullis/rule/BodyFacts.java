package io.portcullis.rule;

/**
 * A view of a message's body in place. It copies nothing, and its user must not change the array.
 * It is not a record, because the bytes belong to somebody else and it has no value of its own.
 */
public sealed class BodyFacts permits BodyFacts.Window {

  /** How to read a body's bytes. */
  public enum Form {
    /** The bytes are the body. */
    BYTES,
    /** The bytes are characters of a text, one byte each. */
    TEXT,
    /** There is no body. */
    EMPTY,
    /** A consumer might read something else than an encrypted message. */
    UNREADABLE
  }

  private static final byte[] NONE = {};

  /** A message without a body. */
  public static final BodyFacts EMPTY = new BodyFacts(Form.EMPTY, NONE, 0, 0, "");

  private Form form;
  private byte[] bytes;
  private int offset;
  private int length;
  private final String words;

  private BodyFacts(Form form, byte[] bytes, int offset, int length, String words) {
    this.form = form;
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    this.words = words;
  }

  /** Returns a body of these bytes. */
  public static BodyFacts bytes(byte[] bytes, int offset, int length) {
    return length == 0 ? EMPTY : new BodyFacts(Form.BYTES, bytes, offset, length, "");
  }

  /** Returns a body of these characters. */
  public static BodyFacts text(byte[] bytes, int offset, int length) {
    return length == 0 ? EMPTY : new BodyFacts(Form.TEXT, bytes, offset, length, "");
  }

  /** Returns a body that cannot hold an encrypted message, with words such as {@code a map}. */
  public static BodyFacts unreadable(String words) {
    return new BodyFacts(Form.UNREADABLE, NONE, 0, 0, words);
  }

  /** Returns how to read the bytes. */
  public Form form() {
    return form;
  }

  /** Returns the array that contains them. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns where they start in the array. */
  public int offset() {
    return offset;
  }

  /** Returns their number. */
  public int length() {
    return length;
  }

  /** Describes the body, for {@link Form#UNREADABLE}. */
  public String words() {
    return words;
  }

  /**
   * A reusable view that shows one body after the other, to avoid an allocation for each. It shows
   * a body until it shows the next. Not thread-safe.
   */
  public static final class Window extends BodyFacts {

    /** Shows nothing yet. */
    public Window() {
      super(Form.EMPTY, NONE, 0, 0, "");
    }

    /** Shows bytes that are the body. */
    public BodyFacts showBytes(byte[] bytes, int offset, int length) {
      return show(Form.BYTES, bytes, offset, length);
    }

    /** Shows characters that are the body. */
    public BodyFacts showText(byte[] bytes, int offset, int length) {
      return show(Form.TEXT, bytes, offset, length);
    }

    /** Shows nothing, so that the last body's array can be garbage collected. */
    public void clear() {
      show(Form.EMPTY, NONE, 0, 0);
    }

    private BodyFacts show(Form form, byte[] bytes, int offset, int length) {
      BodyFacts shown = this;
      shown.form = length == 0 ? Form.EMPTY : form;
      shown.bytes = bytes;
      shown.offset = offset;
      shown.length = length;
      return shown;
    }
  }
}
