package io.portcullis.cli.inspect;

import io.portcullis.esdk.Depth;
import io.portcullis.report.LineWrap;
import io.portcullis.report.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what each file holds, and in which kinds of message the gate accepts it. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says what each file, a message of the AWS Encryption SDK, holds, and whether Portcullis accepts"
          + " it as the body of each kind of message. Bytes and text differ: a bytes message holds"
          + " the encrypted message itself, a text its base64.",
      "",
      "Portcullis' defaults decide, or with --policy the body policy of one destination. Mode,"
          + " reportOnly and waivers do not count. --policy needs ActiveMQ's libraries: run it as"
          + " bin/activemq portcullis inspect. Without it, java -jar is enough.",
      "",
      "No key is needed, and none is used: a message that passes has the form of an encrypted one."
          + " That shows neither that its content is ciphertext nor who made it."
    },
    exitCodeOnExecutionException = InspectCommand.UNREADABLE,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all files pass, each in at least one kind of message",
      "1:a file is refused in every kind",
      "2:a file cannot be read, which is told on standard error while the others are still"
          + " inspected; the policy cannot be read or has errors; or the arguments are wrong"
    },
    footerHeading = "%nFiles:%n",
    footer = {
      "  A file holds one message, in binary or in base64. Base64 is strict: the",
      "  standard alphabet, with padding, zero pad bits, in one line (base64 -w 0).",
      "  Not even a line feed at the end of the file is tolerated: Portcullis refuses it.",
      "  Files of more than 100 MiB are not read, nor are those of more than a",
      "  sixteenth of the Java heap (-Xmx).",
      "",
      "JSON:",
      "  One object a line, in ASCII, for each file that can be read:",
      "    file               the name as it was given",
      "    verdict            \"ok\" or \"refused\"",
      "    depth              the one at which it was refused, or the deepest that",
      "                       passed: \"HEADER\", \"STRUCTURE\" or \"SIGNATURE\"; left out if",
      "                       the body policy takes what is no valid message",
      "    reason             the field, and what is wrong with it; or what the body",
      "                       policy says",
      "    offset             where: bytes from the start of the message, also if it",
      "                       is in base64; in base64 that cannot be decoded (field",
      "                       \"base64 text\"), from the start of the file",
      "    version            1 or 2",
      "    suite              the algorithm suite, such as \"0578\"",
      "    committing         whether the suite commits to the data key",
      "    signed             whether the suite signs",
      "    messageId          in hexadecimal digits",
      "    contentType        \"framed\" or \"non-framed\"",
      "    frameLength        in bytes; 0 if non-framed",
      "    frames             how many, with the final one; 0 if non-framed",
      "    encryptedDataKeys  [{\"provider\", \"key\"}]; a key that is not text is in",
      "                       hexadecimal digits after 0x",
      "    encryptionContext  every pair, as it stands in the header",
      "    kinds              [{\"kind\", \"passes\", \"reason\"}], Portcullis' verdict for",
      "                       each kind of message: bytes (MQTT too), text, amqp-data,",
      "                       amqp-value (a string), stomp-with-content-length,",
      "                       stomp-without-content-length; reason if it does not pass",
      "  What is not known is left out: reason and offset unless it is refused,",
      "  version and all below it if the header is not valid, frames unless the",
      "  structure passed."
    })
public final class InspectCommand implements Callable<Integer> {

  static final int ALL_PASS = 0;
  static final int REFUSED = 1;
  static final int UNREADABLE = 2;

  /** The name of standard input. */
  private static final String STANDARD_INPUT = "-";

  /** Reads the files that are named. */
  public interface Input {

    /**
     * Returns the bytes of a file.
     *
     * @throws IOException if it cannot be read; the message tells why, without the name
     */
    byte[] read(String name) throws IOException;
  }

  /** A format of the result. */
  enum Format {
    TEXT,
    JSON
  }

  private final Input input;
  private final Supplier<LineWrap> wrap;

  @Spec private CommandSpec spec;

  @Option(
      names = "--verify",
      paramLabel = "DEPTH",
      defaultValue = "STRUCTURE",
      description = {
        "How deep each message is read:",
        "  header     every field of the header",
        "  structure  also every frame and the footer, to",
        "             the last byte (default)",
        "  signature  also the signature, with the public",
        "             key that stands in the message; a",
        "             suite that does not sign passes"
      })
  private Depth verify;

  @Option(
      names = "--commitment",
      paramLabel = "required|optional",
      defaultValue = "REQUIRED",
      description = {
        "Whether a message is refused, at depth header, if its algorithm suite does not commit to"
            + " its data key (default: required)"
      })
  private Commitment commitment;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "TEXT",
      description =
          "text for people, with control characters escaped (default), or json, see below")
  private Format format;

  @Option(
      names = "--policy",
      paramLabel = "ACTIVEMQ_XML",
      description = {
        "Judge as this broker would at --destination, by its body policies. The file is read as"
            + " data, as check does it: nothing in it is run. Not with --verify and --commitment,"
            + " which the body policy has"
      })
  private Optional<Path> policy = Optional.empty();

  @Option(
      names = "--destination",
      paramLabel = "NAME",
      description = "With --policy: one destination, such as queue://ORDERS or topic://PRICES")
  private Optional<String> destination = Optional.empty();

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files to inspect; - is standard input")
  private List<String> files;

  /**
   * Creates the command.
   *
   * @param input reads files, and standard input by the name {@code -}
   * @param wrap how lines for people are broken
   */
  public InspectCommand(Input input, Supplier<LineWrap> wrap) {
    this.input = input;
    this.wrap = wrap;
  }

  @Override
  public Integer call() throws IOException {
    CommandLine command = spec.commandLine();
    if (Collections.frequency(files, STANDARD_INPUT) > 1) {
      throw new ParameterException(command, "standard input (-) can be read only once");
    }
    refuseContradictions(command);
    Optional<BodyJudge> judge = judge();
    if (judge.isEmpty()) {
      return UNREADABLE;
    }
    PrintWriter out = command.getOut();
    MessageInspector inspector = new MessageInspector(judge.get());
    InspectionPrinter printer =
        switch (format) {
          case TEXT -> new TextPrinter(out, wrap.get());
          case JSON -> new JsonPrinter(out);
        };
    int status = ALL_PASS;
    for (String file : files) {
      status = Math.max(status, inspect(file, inspector, printer));
    }
    if (out.checkError()) {
      complain("the result could not be written");
      return UNREADABLE;
    }
    return status;
  }

  private void refuseContradictions(CommandLine command) {
    if (policy.isPresent() != destination.isPresent()) {
      throw new ParameterException(command, "--policy and --destination need each other");
    }
    for (String option : List.of("--verify", "--commitment")) {
      if (policy.isPresent() && command.getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            command, option + " does not go with --policy: the body policy in that file decides");
      }
    }
  }

  /** Returns the judge; empty if its policy cannot be had, which is told. */
  private Optional<BodyJudge> judge() {
    if (policy.isEmpty() || destination.isEmpty()) {
      return Optional.of(BodyJudge.byDefault(verify, commitment));
    }
    try {
      return Optional.of(BodyPolicyFile.judge(policy.get(), destination.get()));
    } catch (IOException e) {
      String reasons = String.valueOf(e.getMessage());
      reasons.lines().forEach(reason -> complain(policy.get() + ": " + reason));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (NoClassDefFoundError e) {
      complain("ActiveMQ is not on the class path; run bin/activemq portcullis inspect");
    }
    return Optional.empty();
  }

  private int inspect(String file, MessageInspector inspector, InspectionPrinter printer)
      throws IOException {
    byte[] bytes;
    try {
      bytes = input.read(file);
    } catch (IOException e) {
      complain(file + ": " + e.getMessage());
      return UNREADABLE;
    }
    Inspection inspection = inspector.inspect(bytes);
    printer.print(file, inspection);
    return inspection.passed() ? ALL_PASS : REFUSED;
  }

  private void complain(String what) {
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + Printable.of(what));
  }
}
