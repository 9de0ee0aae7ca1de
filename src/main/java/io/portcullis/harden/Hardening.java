package io.portcullis.harden;

import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.harden.text.FileDiff;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes a copy of a broker's {@code conf/} that starts in {@code ENFORCE}. It applies every remedy
 * that needs no decision. It never touches the original.
 */
public final class Hardening {

  /** A fix may uncover what another one mends. More rounds than fixes would go in circles. */
  private static final int MOST_ROUNDS = 12;

  private static final String PASSWORDS = "passwords.txt";
  private static final String CONFIGURATION = "configuration";
  private static final String NOT_COPIED =
      "%s is no file, so it is not in the copy; put it there if the broker needs it";

  private final Path file;
  private final boolean trusted;
  private final Path target;
  private final HardenOptions options;
  private final Clock clock;
  private final Progress progress;

  /**
   * Prepares a copy, and tells nobody of the progress.
   *
   * @param file the {@code activemq.xml} of the original
   * @param trusted whether to load it as a start does; otherwise it is read as data
   * @param target the folder of the copy, which is empty or not there
   */
  public Hardening(Path file, boolean trusted, Path target, HardenOptions options, Clock clock) {
    this(file, trusted, target, options, clock, Progress.UNHEARD);
  }

  /**
   * Prepares a copy.
   *
   * @param file the {@code activemq.xml} of the original
   * @param trusted whether to load it as a start does; otherwise it is read as data
   * @param target the folder of the copy, which is empty or not there
   * @param progress hears of what takes long
   */
  public Hardening(
      Path file,
      boolean trusted,
      Path target,
      HardenOptions options,
      Clock clock,
      Progress progress) {
    this.file = file;
    this.trusted = trusted;
    this.target = target.toAbsolutePath().normalize();
    this.options = options;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Makes the copy.
   *
   * @throws IOException if the original cannot be read or judged, or the copy not be written; the
   *     message says why, in one line
   */
  public HardenedCopy run() throws IOException {
    TargetFolder folder = TargetFolder.create(target, file);
    NewPasswords passwords = new NewPasswords();
    try (UnfinishedFolder unfinished = UnfinishedFolder.of(folder)) {
      HardenedCopy copy = run(folder, passwords);
      unfinished.finish();
      return copy;
    } catch (IOException e) {
      // The copy is gone: whoever reads this looks into the original.
      String original = file.toAbsolutePath().normalize().getParent().toString();
      String message = String.valueOf(e.getMessage()).replace(target.toString(), original);
      throw new IOException(passwords.maskedWords(message), e);
    }
  }

  private HardenedCopy run(TargetFolder folder, NewPasswords passwords) throws IOException {
    Draft draft = Draft.of(file);
    Set<String> before = draft.names();
    LearnSecrets.of(draft, passwords.secrets());
    Set<Decision> decisions = new LinkedHashSet<>();
    Set<Decision> lasting = new LinkedHashSet<>();
    draft
        .notCopied()
        .forEach(name -> lasting.add(new Decision(CONFIGURATION, NOT_COPIED.formatted(name))));
    requireOneBroker(draft);
    String earlier = draft.has(PASSWORDS) ? draft.text(PASSWORDS).text() : "";
    CheckedBroker checked = judge(folder, draft);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Work work =
          new Work(
              draft, checked, options, passwords, new LinkedHashSet<>(), lasting, target, progress);
      boolean changed = apply(work);
      decisions.clear();
      decisions.addAll(lasting);
      decisions.addAll(work.decisions());
      if (!changed) {
        break;
      }
      checked = judge(folder, draft);
    }
    if (!passwords.isEmpty()) {
      draft.create(PASSWORDS, "refuse-default-credentials", earlier + passwords.text());
      checked = judge(folder, draft);
    }
    folder.handOver();
    return copy(draft, before, List.copyOf(decisions), checked, passwords);
  }

  private void requireOneBroker(Draft draft) throws IOException {
    int brokers = draft.all(Draft.broker("broker")).size();
    if (brokers > 1) {
      throw new IOException(
          "it has %d brokers, and a check judges one; give each a file of its own"
              .formatted(brokers));
    }
  }

  private CheckedBroker judge(TargetFolder folder, Draft draft) throws IOException {
    folder.write(draft);
    return CheckedBroker.ofCopy(target.resolve(draft.main()), file, trusted, clock);
  }

  private static boolean apply(Work work) throws IOException {
    boolean changed = false;
    for (Step step : Fixes.steps()) {
      changed |= step.apply(work);
    }
    for (Finding finding : work.checked().findings()) {
      if (finding.disposition() != Disposition.WAIVED) {
        changed |= Fixes.of(finding.violation().code()).apply(work, finding.violation());
      }
    }
    return changed;
  }

  private HardenedCopy copy(
      Draft draft,
      Set<String> before,
      List<Decision> decisions,
      CheckedBroker checked,
      NewPasswords passwords) {
    List<HardenedCopy.ChangedFile> changed = new ArrayList<>();
    draft
        .changed()
        .forEach(
            (name, text) -> {
              if (!draft.isCreated(name)) {
                changed.add(
                    new HardenedCopy.ChangedFile(
                        name,
                        FileDiff.lines(
                                text,
                                draft.folder().resolve(name).toString(),
                                target.resolve(name).toString())
                            .stream()
                            .map(passwords::masked)
                            .toList()));
              }
            });
    Set<String> added = new TreeSet<>(draft.names());
    added.removeAll(before);
    Set<String> removed = new TreeSet<>(before);
    removed.removeAll(draft.names());
    return new HardenedCopy(
        target,
        changed,
        List.copyOf(added),
        List.copyOf(removed),
        decisions,
        left(checked, passwords),
        checked);
  }

  private static List<HardenedCopy.Left> left(CheckedBroker checked, NewPasswords passwords) {
    return checked.findings().stream()
        .filter(finding -> finding.disposition() != Disposition.WAIVED)
        .map(
            finding ->
                new HardenedCopy.Left(
                    finding.violation().rule(),
                    finding.violation().code(),
                    finding.disposition(),
                    passwords.maskedWords(finding.violation().where()),
                    passwords.maskedWords(finding.violation().found()),
                    passwords.maskedWords(finding.violation().remedy())))
        .toList();
  }
}
