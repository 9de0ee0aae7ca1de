package io.portcullis.cli;

import java.io.IOException;
import java.io.Writer;

/** An output that takes nothing, as a full disk does. */
final class FullOutput extends Writer {

  @Override
  public void write(char[] characters, int offset, int length) throws IOException {
    throw new IOException("no space left on device");
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
