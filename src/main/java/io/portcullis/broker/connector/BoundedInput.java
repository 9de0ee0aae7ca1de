package io.portcullis.broker.connector;

import java.io.DataInput;
import java.io.IOException;

/**
 * The input of one OpenWire frame, which ends the frame as soon as it claims too much:
 *
 * <ul>
 *   <li>more bytes than a frame may have;
 *   <li>an array with more elements than that;
 *   <li>commands nested too deep.
 * </ul>
 *
 * <p>Each array element takes at least a byte, so an honest frame never claims that much.
 */
final class BoundedInput implements DataInput {

  /**
   * The maximum depth. A bridge's login has five levels. ActiveMQ reads each level by a recursive
   * call.
   */
  static final int MOST_LEVELS = 32;

  private static final StackWalker CALLERS = StackWalker.getInstance();

  private final DataInput in;
  private final int most;
  private int bytes;
  private int places;
  private int levels;

  /** Bounds an input to this number of bytes and of array elements. */
  BoundedInput(DataInput in, int most) {
    this.in = in;
    this.most = most;
  }

  /** Enters a command inside the current one. */
  void enter() throws IOException {
    levels++;
    refuseIf(levels > MOST_LEVELS);
  }

  /** Leaves the innermost command. */
  void leave() {
    levels--;
  }

  private static void refuseIf(boolean tooMuch) throws IOException {
    if (tooMuch) {
      throw new IOException("The maximum frame size before the login was exceeded");
    }
  }

  private void take(int count) throws IOException {
    refuseIf(count > most - bytes);
    bytes += count;
  }

  /**
   * Reads a number. Numbers may have any value, so the calling method tells whether it is a length.
   */
  @Override
  public int readInt() throws IOException {
    take(Integer.BYTES);
    int number = in.readInt();
    if (number > most) {
      String asking = asking();
      refuseIf(asking.endsWith("ByteArray") || asking.endsWith("ByteSequence"));
    }
    return number;
  }

  /**
   * Reads a short. A command's own short is the length of an array. Others are numbers or the
   * lengths of short texts.
   */
  @Override
  public short readShort() throws IOException {
    take(Short.BYTES);
    short number = in.readShort();
    String asking = asking();
    if (asking.endsWith("Unmarshal") || asking.endsWith("Throwable")) {
      refuseIf(number > most - places);
      places += Math.max(0, number);
    }
    return number;
  }

  private static String asking() {
    // The first two are this method and the one that reads.
    return CALLERS.walk(
        frames -> frames.skip(2).findFirst().map(StackWalker.StackFrame::getMethodName).orElse(""));
  }

  @Override
  public void readFully(byte[] target) throws IOException {
    readFully(target, 0, target.length);
  }

  @Override
  public void readFully(byte[] target, int offset, int length) throws IOException {
    take(length);
    in.readFully(target, offset, length);
  }

  @Override
  public int skipBytes(int count) throws IOException {
    take(Math.max(0, count));
    return in.skipBytes(count);
  }

  @Override
  public boolean readBoolean() throws IOException {
    take(Byte.BYTES);
    return in.readBoolean();
  }

  @Override
  public byte readByte() throws IOException {
    take(Byte.BYTES);
    return in.readByte();
  }

  @Override
  public int readUnsignedByte() throws IOException {
    take(Byte.BYTES);
    return in.readUnsignedByte();
  }

  @Override
  public int readUnsignedShort() throws IOException {
    take(Short.BYTES);
    return in.readUnsignedShort();
  }

  @Override
  public char readChar() throws IOException {
    take(Character.BYTES);
    return in.readChar();
  }

  @Override
  public long readLong() throws IOException {
    take(Long.BYTES);
    return in.readLong();
  }

  @Override
  public float readFloat() throws IOException {
    take(Float.BYTES);
    return in.readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    take(Double.BYTES);
    return in.readDouble();
  }

  @Override
  public String readLine() throws IOException {
    String line = in.readLine();
    take(line == null ? 0 : line.length());
    return line;
  }

  /** Reads a text. It has at most 64 KiB, and at least as many bytes as characters. */
  @Override
  public String readUTF() throws IOException {
    String text = in.readUTF();
    take(Short.BYTES + text.length());
    return text;
  }
}
