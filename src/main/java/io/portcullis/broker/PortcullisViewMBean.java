package io.portcullis.broker;

/** The gate in JMX: {@code org.apache.activemq:type=Broker,brokerName=NAME,service=Portcullis}. */
public interface PortcullisViewMBean {

  /** {@code ENFORCE} or {@code REPORT_ONLY}. */
  String getMode();

  /** Violations that were refused since the start. */
  long getRefusedCount();

  /** Violations that were only reported since the start. */
  long getReportedCount();

  /** Messages whose body was judged and accepted since the start. */
  long getAcceptedBodyCount();
}
