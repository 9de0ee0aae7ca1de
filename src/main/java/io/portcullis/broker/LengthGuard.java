package io.portcullis.broker;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.command.DataStructure;
import org.apache.activemq.openwire.BooleanStream;
import org.apache.activemq.openwire.DataStreamMarshaller;
import org.apache.activemq.openwire.OpenWireFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the byte arrays that OpenWire makes before the login, in lines of ActiveMQ that do not.
 * There a byte array within a frame may claim any length, however short the frame is, and ActiveMQ
 * reserves it before it reads its bytes. Other lines compare it with the limit of frames.
 *
 * <p>A marshaller reads what it is given, so it is given an input that refuses such a length.
 */
final class LengthGuard {

  private static final Logger LOG = LoggerFactory.getLogger(LengthGuard.class);

  private static final boolean NEEDED =
      !ActiveMqInternals.comparesLengths(LengthGuard.class.getClassLoader());

  private static final AtomicBoolean UNKNOWN = new AtomicBoolean();

  private LengthGuard() {}

  /**
   * Bounds the byte arrays of a wire format, until {@link #lift} or until the format has another
   * version.
   */
  static void bound(OpenWireFormat format, int mostBytes) {
    if (!NEEDED) {
      return;
    }
    try {
      DataStreamMarshaller[] those =
          (DataStreamMarshaller[]) ActiveMqInternals.MARSHALLERS.get(format);
      if (Arrays.stream(those).noneMatch(Bounded.class::isInstance)) {
        // ActiveMQ shares the array with all wire formats.
        ActiveMqInternals.MARSHALLERS.set(
            format,
            Arrays.stream(those)
                .map(each -> each == null ? null : new Bounded(each, mostBytes))
                .toArray(DataStreamMarshaller[]::new));
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("OpenWire's marshallers are not where they were", e);
      if (!UNKNOWN.getAndSet(true)) {
        LOG.warn(
            "OpenWire's marshallers are not known to Portcullis, so the byte arrays of a frame"
                + " before the login are not bounded");
      }
    }
  }

  /** Bounds them no longer. */
  static void lift(OpenWireFormat format) {
    if (NEEDED) {
      format.setVersion(format.getVersion());
    }
  }

  /** Marshals as another does, and so does what it contains, since the format has only such. */
  private record Bounded(DataStreamMarshaller marshaller, int mostBytes)
      implements DataStreamMarshaller {

    private DataInput bounded(DataInput in) {
      return in instanceof Lengths ? in : new Lengths(in, mostBytes);
    }

    @Override
    public void tightUnmarshal(
        OpenWireFormat format, Object structure, DataInput in, BooleanStream booleans)
        throws IOException {
      marshaller.tightUnmarshal(format, structure, bounded(in), booleans);
    }

    @Override
    public void looseUnmarshal(OpenWireFormat format, Object structure, DataInput in)
        throws IOException {
      marshaller.looseUnmarshal(format, structure, bounded(in));
    }

    @Override
    public byte getDataStructureType() {
      return marshaller.getDataStructureType();
    }

    @Override
    public DataStructure createObject() {
      return marshaller.createObject();
    }

    @Override
    public int tightMarshal1(OpenWireFormat format, Object structure, BooleanStream booleans)
        throws IOException {
      return marshaller.tightMarshal1(format, structure, booleans);
    }

    @Override
    public void tightMarshal2(
        OpenWireFormat format, Object structure, DataOutput out, BooleanStream booleans)
        throws IOException {
      marshaller.tightMarshal2(format, structure, out, booleans);
    }

    @Override
    public void looseMarshal(OpenWireFormat format, Object structure, DataOutput out)
        throws IOException {
      marshaller.looseMarshal(format, structure, out);
    }
  }

  /** An input that refuses to tell a byte array's length, if it is more than a frame may have. */
  private record Lengths(DataInput in, int mostBytes) implements DataInput {

    private static final StackWalker CALLERS = StackWalker.getInstance();

    /** Numbers may be as large as they like, so what asks for it tells what it is. */
    @Override
    public int readInt() throws IOException {
      int number = in.readInt();
      if (number > mostBytes && isLength()) {
        throw new IOException("The maximum frame size before the login was exceeded");
      }
      return number;
    }

    private static boolean isLength() {
      // The first two are this method and readInt().
      String asking =
          CALLERS.walk(
              frames ->
                  frames.skip(2).findFirst().map(StackWalker.StackFrame::getMethodName).orElse(""));
      return asking.endsWith("ByteArray") || asking.endsWith("ByteSequence");
    }

    @Override
    public void readFully(byte[] bytes) throws IOException {
      in.readFully(bytes);
    }

    @Override
    public void readFully(byte[] bytes, int offset, int length) throws IOException {
      in.readFully(bytes, offset, length);
    }

    @Override
    public int skipBytes(int count) throws IOException {
      return in.skipBytes(count);
    }

    @Override
    public boolean readBoolean() throws IOException {
      return in.readBoolean();
    }

    @Override
    public byte readByte() throws IOException {
      return in.readByte();
    }

    @Override
    public int readUnsignedByte() throws IOException {
      return in.readUnsignedByte();
    }

    @Override
    public short readShort() throws IOException {
      return in.readShort();
    }

    @Override
    public int readUnsignedShort() throws IOException {
      return in.readUnsignedShort();
    }

    @Override
    public char readChar() throws IOException {
      return in.readChar();
    }

    @Override
    public long readLong() throws IOException {
      return in.readLong();
    }

    @Override
    public float readFloat() throws IOException {
      return in.readFloat();
    }

    @Override
    public double readDouble() throws IOException {
      return in.readDouble();
    }

    @Override
    public String readLine() throws IOException {
      return in.readLine();
    }

    @Override
    public String readUTF() throws IOException {
      return in.readUTF();
    }
  }
}
