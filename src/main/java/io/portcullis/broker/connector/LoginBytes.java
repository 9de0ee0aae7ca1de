package io.portcullis.broker.connector;

import io.portcullis.rule.FrameFacts;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Counts the bytes that a transport reads before the login, and stops it at the size of one frame.
 * The thread that reads also does the login. While a transport of NIO with TLS starts, ActiveMQ may
 * read in two threads.
 */
final class LoginBytes {

  private int left = FrameFacts.MOST_BYTES;
  private volatile boolean lifted;

  /** Stops counting. */
  void lift() {
    lifted = true;
  }

  boolean isLifted() {
    return lifted;
  }

  /** Wraps a stream to count it. */
  DataInputStream of(DataInputStream in) {
    return lifted ? in : new DataInputStream(new Counted(in));
  }

  /**
   * Returns the next bytes of a buffer that may be read, and takes them from it.
   *
   * @throws IOException if the limit is reached
   */
  ByteBuffer next(ByteBuffer buffer) throws IOException {
    if (lifted) {
      return buffer;
    }
    int length = take(buffer.remaining());
    ByteBuffer part = buffer.slice(buffer.position(), length);
    buffer.position(buffer.position() + length);
    return part;
  }

  private synchronized int take(int wanted) throws IOException {
    if (left == 0) {
      throw new IOException("The maximum frame size before the login was exceeded");
    }
    int taken = Math.min(wanted, left);
    left -= taken;
    return taken;
  }

  /** An input stream that counts what is read from it. */
  private final class Counted extends FilterInputStream {

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int unused = take(1);
      return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return length == 0 ? 0 : super.read(bytes, offset, take(length));
    }
  }
}
