package io.portcullis.report;

import java.util.Arrays;
import java.util.Optional;

/** A list of points that auditors ask for. */
enum Catalogue {
  ACTIVEMQ_RECOMMENDATIONS(
      "activemq-recommendations",
      "ActiveMQ recommendations",
      "2026-07-27",
      "Apache ActiveMQ",
      "https://github.com/apache/activemq/blob/main/SECURITY.md"),
  ACTIVEMQ_DUTIES(
      "activemq-duties",
      "ActiveMQ duties",
      "2026-07-27",
      "Apache ActiveMQ",
      "https://github.com/apache/activemq/blob/main/THREAT_MODEL.md"),
  AMAZON_MQ_2018(
      "amazon-mq-2018",
      "Using Amazon MQ Securely",
      "2018",
      "Amazon Web Services",
      "https://github.com/awsdocs/amazon-mq-developer-guide/blob/master/doc_source/using-amazon-mq-securely.md"),
  AMAZON_MQ(
      "amazon-mq",
      "Security best practices for Amazon MQ",
      "2026",
      "Amazon Web Services",
      "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html"),
  CWE("cwe", "CWE", "4.14", "MITRE", "https://cwe.mitre.org/"),
  NIST_800_53(
      "nist-800-53",
      "NIST SP 800-53",
      "5.1.1",
      "National Institute of Standards and Technology",
      "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final"),
  PCI_DSS(
      "pci-dss",
      "PCI DSS",
      "4.0.1",
      "PCI Security Standards Council",
      "https://www.pcisecuritystandards.org/document_library/");

  private final String id;
  private final String title;
  private final String version;
  private final String organization;
  private final String page;

  Catalogue(String id, String title, String version, String organization, String page) {
    this.id = id;
    this.title = title;
    this.version = version;
    this.organization = organization;
    this.page = page;
  }

  /** Returns the catalogue with an id; empty if there is none. */
  static Optional<Catalogue> of(String id) {
    return Arrays.stream(values()).filter(catalogue -> catalogue.id.equals(id)).findFirst();
  }

  /** Returns the id in JSON and in the data, such as {@code nist-800-53}. */
  String id() {
    return id;
  }

  /** Returns the name for people. */
  String title() {
    return title;
  }

  /** Returns the version or the date of what was read. */
  String version() {
    return version;
  }

  /** Returns who publishes it. */
  String organization() {
    return organization;
  }

  /** Returns the address of its page. */
  String page() {
    return page;
  }
}
