package io.portcullis.demo;

import io.portcullis.broker.rights.Explanation.Verdict;
import io.portcullis.broker.start.FileExplainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the demonstration tells about its broker: who may do what, how to try it, and where to look.
 *
 * @param installation users, passwords and certificates
 * @param configuration the broker's files
 * @param ports where it listens
 * @param report the HTML report about it
 */
record DemoGuide(
    Installation installation, DemoConfiguration configuration, DemoPorts ports, Path report) {

  private static final List<String> OPERATIONS = List.of("read", "write", "admin");

  /**
   * Sends plaintext by STOMP. The password stays in its file. The last frame makes the broker close
   * the connection, so that the command ends.
   */
  private static final String SEND =
      """
      printf 'CONNECT\\naccept-version:1.2\\nhost:localhost\\nlogin:admin\\npasscode:%%s\\n\\n\\0\
      SEND\\ndestination:/queue/DEMO\\nreceipt:1\\n\\nHello\\n\\0DISCONNECT\\n\\n\\0' \
      "$(sed -n 's/^admin=//p' '%s')" | openssl s_client -quiet -verify_return_error \
      -servername localhost -connect 127.0.0.1:%d -CAfile '%s'""";

  /** Returns the whole text. */
  String text() throws IOException {
    return """
        Who may do what with %s: %s
        Paste this line to send plaintext by STOMP. The answer is an ERROR that says why.
          %s
        page        %s (log in as admin; the certificate is for development)
        report      %s
        passwords   %s; clients trust %s
        connectors  %s
        logs        %s, %s
        Ctrl-C ends it."""
        .formatted(
            DemoClient.QUEUE,
            String.join(", ", rights()),
            sendLine(),
            configuration.pageAddress(),
            report.toUri(),
            installation.passwordsFile(),
            installation.certificates().authorityPem(),
            addresses(),
            installation.auditLog(),
            installation.log());
  }

  /** Returns the line to paste into a shell. */
  String sendLine() {
    return SEND.formatted(
        installation.passwordsFile(),
        ports.of("stomp"),
        installation.certificates().authorityPem());
  }

  private String addresses() {
    return Stream.of("ssl openwire", "amqps amqp", "mqtts mqtt", "stomp+ssl stomp", "wss wss")
        .map(pair -> pair.split(" "))
        .map(pair -> "%s://127.0.0.1:%d".formatted(pair[0], ports.of(pair[1])))
        .collect(Collectors.joining("  "));
  }

  private List<String> rights() throws IOException {
    FileExplainer explainer = FileExplainer.of(configuration.broker());
    List<String> lines = new ArrayList<>();
    for (String user : Installation.USERS) {
      List<String> held = new ArrayList<>();
      for (String operation : OPERATIONS) {
        if (explainer.explain(user, operation, DemoClient.QUEUE).verdict() == Verdict.HELD) {
          held.add(operation);
        }
      }
      lines.add("%s (%s)".formatted(user, held.isEmpty() ? "nothing" : String.join(", ", held)));
    }
    return lines;
  }
}
