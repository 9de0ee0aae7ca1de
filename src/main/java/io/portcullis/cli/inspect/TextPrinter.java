package io.portcullis.cli.inspect;

import io.portcullis.cli.inspect.Inspection.Refusal;
import io.portcullis.esdk.AlgorithmSuite;
import io.portcullis.esdk.ContentType;
import io.portcullis.esdk.EncryptedMessage;
import io.portcullis.esdk.EncryptedMessage.EncryptedDataKey;
import io.portcullis.report.LineWrap;
import io.portcullis.report.Printable;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Prints inspections for people: the verdict in one line, and the details below it in two columns.
 */
final class TextPrinter implements InspectionPrinter {

  /** Holds the longest label of a usual message, {@code aws-crypto-public-key}, indented. */
  private static final int LABEL_WIDTH = 23;

  private final PrintWriter out;
  private final LineWrap wrap;

  TextPrinter(PrintWriter out, LineWrap wrap) {
    this.out = out;
    this.wrap = wrap;
  }

  @Override
  public void print(String file, Inspection inspection) {
    out.printf("%s: %s%n", Printable.of(file), verdict(inspection));
    inspection.refusal().ifPresent(this::print);
    inspection.message().ifPresent(message -> print(message, inspection.structurePassed()));
    print(inspection.kinds());
    out.flush();
  }

  private static String verdict(Inspection inspection) {
    if (inspection.passedUnread()) {
      return "ok, the body policy takes it: it is no valid AWS Encryption SDK message";
    }
    return "%s at depth %s, read as %s"
        .formatted(
            inspection.passed() ? "ok" : "REFUSED",
            lowerCase(inspection.depth()),
            lowerCase(inspection.form()));
  }

  private void print(Refusal refusal) {
    String place =
        refusal.offset().isPresent()
            ? refusal.field() + " at offset " + refusal.offset().getAsInt() + ": "
            : "";
    row("reason", place + refusal.reason());
  }

  /** One row for the kinds that pass, and one for each reason why others do not. */
  private void print(List<KindVerdict> kinds) {
    Map<Optional<String>, String> groups =
        kinds.stream()
            .collect(
                Collectors.groupingBy(
                    KindVerdict::reason,
                    LinkedHashMap::new,
                    Collectors.mapping(
                        verdict -> verdict.kind().label(), Collectors.joining(", "))));
    Optional.ofNullable(groups.remove(Optional.<String>empty()))
        .ifPresent(labels -> row("passes as", labels));
    groups.forEach(
        (reason, labels) -> {
          row("refused as", labels);
          row("  because", reason.orElse(""));
        });
  }

  private void print(EncryptedMessage message, boolean framesCounted) {
    row("version", String.valueOf(message.suite().version()));
    row("algorithm suite", describe(message.suite()));
    row("message id", message.messageId());
    row("content", content(message, framesCounted));
    row("encrypted data keys", String.valueOf(message.encryptedDataKeys().size()));
    for (EncryptedDataKey key : message.encryptedDataKeys()) {
      row("  " + key.provider(), key.key());
    }
    row("encryption context", count(message.encryptionContext().size(), "pair"));
    for (Map.Entry<String, String> pair : message.encryptionContext().entrySet()) {
      row("  " + pair.getKey(), pair.getValue());
    }
  }

  private void row(String label, String value) {
    String name = LineWrap.padded(Printable.of(label), LABEL_WIDTH);
    wrap.lines(name + "  " + Printable.of(value), 2, LABEL_WIDTH + 4).forEach(out::println);
  }

  private static String describe(AlgorithmSuite suite) {
    return suite.hex()
        + (suite.committing() ? ", key-committing" : ", not key-committing")
        + (suite.signed() ? ", signed" : ", not signed");
  }

  private static String content(EncryptedMessage message, boolean framesCounted) {
    if (message.contentType() == ContentType.NON_FRAMED) {
      return "non-framed";
    }
    String framed = "framed, " + count(message.frameLengthBytes(), "byte") + " a frame";
    return framesCounted ? framed + ", " + count(message.frameCount(), "frame") : framed;
  }

  private static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
