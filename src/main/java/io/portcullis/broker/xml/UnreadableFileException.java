package io.portcullis.broker.xml;

import java.io.IOException;
import java.util.List;

/** Says why nothing of a file can be judged: one or several lines, each for people. */
public final class UnreadableFileException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param reasons the reasons, the decisive one first
   */
  public UnreadableFileException(List<String> reasons, Throwable cause) {
    super(String.join("\n", reasons), cause);
  }

  /** Tells whether it is a document type that is not read. */
  public boolean isOfDocumentType() {
    return getMessage().contains("DOCTYPE");
  }
}
