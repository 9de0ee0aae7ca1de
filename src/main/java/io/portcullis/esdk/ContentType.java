package io.portcullis.esdk;

/**
 * The layout of the content of a message.
 *
 * @see <a
 *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/data-format/message-header.md#content-type">Content
 *     Type</a>
 */
public enum ContentType {
  /** The content in one piece. */
  NON_FRAMED(0x01),
  /** The content in frames of equal length, and a final frame. */
  FRAMED(0x02);

  private final int value;

  ContentType(int value) {
    this.value = value;
  }

  int value() {
    return value;
  }
}
