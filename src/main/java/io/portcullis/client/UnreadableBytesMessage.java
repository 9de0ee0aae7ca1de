package io.portcullis.client;

import jakarta.jms.JMSException;
import java.util.Optional;
import org.apache.activemq.command.ActiveMQBytesMessage;

/** A bytes message with a refused body. */
class UnreadableBytesMessage extends ActiveMQBytesMessage implements Unreadable {

  private Optional<Refusal> refusal;

  UnreadableBytesMessage(Refusal refusal) {
    this.refusal = Optional.of(refusal);
  }

  @Override
  public void checkReadable() throws JMSException {
    if (refusal.isPresent()) {
      throw refusal.get().exception();
    }
  }

  /** Fails while the key service is away, since an acknowledged message does not come again. */
  @Override
  public void acknowledge() throws JMSException {
    if (getAcknowledgeCallback() != null && refusal.filter(Refusal::isTemporary).isPresent()) {
      throw refusal.get().exception();
    }
    super.acknowledge();
  }

  @Override
  public void clearBody() throws JMSException {
    super.clearBody();
    refusal = Optional.empty();
  }

  /** Whether the application has taken the refused body out. */
  final boolean isCleared() {
    return refusal.isEmpty();
  }

  @Override
  public long getBodyLength() throws JMSException {
    checkReadable();
    return super.getBodyLength();
  }

  @Override
  public boolean readBoolean() throws JMSException {
    checkReadable();
    return super.readBoolean();
  }

  @Override
  public byte readByte() throws JMSException {
    checkReadable();
    return super.readByte();
  }

  @Override
  public int readUnsignedByte() throws JMSException {
    checkReadable();
    return super.readUnsignedByte();
  }

  @Override
  public short readShort() throws JMSException {
    checkReadable();
    return super.readShort();
  }

  @Override
  public int readUnsignedShort() throws JMSException {
    checkReadable();
    return super.readUnsignedShort();
  }

  @Override
  public char readChar() throws JMSException {
    checkReadable();
    return super.readChar();
  }

  @Override
  public int readInt() throws JMSException {
    checkReadable();
    return super.readInt();
  }

  @Override
  public long readLong() throws JMSException {
    checkReadable();
    return super.readLong();
  }

  @Override
  public float readFloat() throws JMSException {
    checkReadable();
    return super.readFloat();
  }

  @Override
  public double readDouble() throws JMSException {
    checkReadable();
    return super.readDouble();
  }

  @Override
  public String readUTF() throws JMSException {
    checkReadable();
    return super.readUTF();
  }

  @Override
  public int readBytes(byte[] value, int length) throws JMSException {
    checkReadable();
    return super.readBytes(value, length);
  }

  /**
   * Called by {@code getBody}, which is declared to throw what this, in the class above, is not.
   */
  @Override
  protected <T> T doGetBody(Class<T> asType) {
    refusal.ifPresent(why -> UnreadableBytesMessage.<RuntimeException>fail(why.exception()));
    return super.doGetBody(asType);
  }

  @SuppressWarnings("unchecked")
  static <E extends Exception> void fail(JMSException failure) throws E {
    throw (E) failure;
  }
}
