package io.portcullis.broker.connector;

import io.portcullis.broker.platform.ActiveMqInternals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.apache.activemq.command.DataStructure;
import org.apache.activemq.openwire.BooleanStream;
import org.apache.activemq.openwire.DataStreamMarshaller;
import org.apache.activemq.openwire.OpenWireFormat;

/**
 * Bounds the memory that OpenWire allocates for one frame before the login. A short frame may claim
 * much. In ActiveMQ 5.18 a byte array within it may claim any length. In all lines an array of
 * commands may claim 32,767 elements, and each of these may hold another such array.
 *
 * <p>A marshaller reads from its input, so it gets a {@link BoundedInput}.
 */
final class OpenWireBounds {

  private OpenWireBounds() {}

  /** Bounds the frames of a wire format until {@link #lift} or until its version changes. */
  static void bound(OpenWireFormat format, int mostBytes) {
    DataStreamMarshaller[] those =
        (DataStreamMarshaller[]) ActiveMqInternals.MARSHALLERS.get(format);
    if (Arrays.stream(those).anyMatch(Bounded.class::isInstance)) {
      return;
    }
    try {
      // ActiveMQ shares the array with all wire formats.
      ActiveMqInternals.MARSHALLERS.set(
          format,
          Arrays.stream(those)
              .map(each -> each == null ? null : new Bounded(each, mostBytes))
              .toArray(DataStreamMarshaller[]::new));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("OpenWire's marshallers cannot be bounded", e);
    }
  }

  /** Removes the bounds. */
  static void lift(OpenWireFormat format) {
    format.setVersion(format.getVersion());
  }

  /** A marshaller that bounds its input and that of every marshaller it uses. */
  private record Bounded(DataStreamMarshaller marshaller, int mostBytes)
      implements DataStreamMarshaller {

    private BoundedInput bounded(DataInput in) {
      return in instanceof BoundedInput bounded ? bounded : new BoundedInput(in, mostBytes);
    }

    @Override
    public void tightUnmarshal(
        OpenWireFormat format, Object structure, DataInput in, BooleanStream booleans)
        throws IOException {
      BoundedInput bounded = bounded(in);
      bounded.enter();
      marshaller.tightUnmarshal(format, structure, bounded, booleans);
      bounded.leave();
    }

    @Override
    public void looseUnmarshal(OpenWireFormat format, Object structure, DataInput in)
        throws IOException {
      BoundedInput bounded = bounded(in);
      bounded.enter();
      marshaller.looseUnmarshal(format, structure, bounded);
      bounded.leave();
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
}
