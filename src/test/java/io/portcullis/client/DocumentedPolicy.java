package io.portcullis.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;

/** The redelivery policy that the documentation gives, as ActiveMQ reads it from a broker's URL. */
final class DocumentedPolicy {

  private static final Pattern URL =
      Pattern.compile("^\\s*(ssl://\\S+\\?jms\\.redeliveryPolicy\\S+)$", Pattern.MULTILINE);

  private DocumentedPolicy() {}

  static RedeliveryPolicy read() throws Exception {
    Matcher url = URL.matcher(Files.readString(Path.of("src/site/markdown/senders.md")));
    if (!url.find()) {
      throw new IllegalStateException("no redelivery policy is documented");
    }
    return new ActiveMQConnectionFactory(url.group(1)).getRedeliveryPolicy();
  }
}
