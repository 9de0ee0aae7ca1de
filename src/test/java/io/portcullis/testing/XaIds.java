package io.portcullis.testing;

import org.apache.activemq.command.XATransactionId;

/** The ids that tests give to distributed transactions. */
public final class XaIds {

  private XaIds() {}

  /** The id of the transaction with this number. */
  public static XATransactionId of(int number) {
    XATransactionId id = new XATransactionId();
    id.setFormatId(1);
    id.setGlobalTransactionId(new byte[] {(byte) number});
    id.setBranchQualifier(new byte[] {(byte) number});
    return id;
  }
}
