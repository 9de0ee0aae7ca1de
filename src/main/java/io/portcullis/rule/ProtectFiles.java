package io.portcullis.rule;

import io.portcullis.policy.Resource.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Requires that only the broker's user can access its configuration, credentials, key stores and
 * message store.
 *
 * <p>Why: a reader of these files has the passwords, the broker's private key or the messages. A
 * writer controls the broker. ActiveMQ leaves this to the operating system, and a usual umask lets
 * everybody read.
 *
 * <p>The rule judges POSIX permissions of each file, links followed, and of the folders above it
 * through which it can be replaced. A group of the broker's own may read and write, because mounted
 * secrets need it. Root may too. If a folder above keeps a user out, that user has no access. The
 * rule does not check access control lists or the files inside the store's folders.
 *
 * <p>A file that does not respond in time is a violation too. An example is a mount whose server is
 * gone.
 *
 * <p>Remedy: {@code chmod 600} for files and {@code 700} for folders, or {@code 640} and {@code
 * 750} with a group of the broker's own.
 *
 * <p>Source: ActiveMQ's security recommendations, the tenth ("secure their OS and their file system
 * with proper permissions and controls").
 */
final class ProtectFiles implements Rule {

  private static final Fault ANOTHERS =
      new Fault(
          "file-of-another",
          "%s",
          "give it to the broker's user (chown), and to nobody else (chmod %2$s)");
  private static final Fault CHANGED =
      new Fault("file-writable", "%s", "let only the broker's user change it (chmod go-w)");
  private static final Fault READ_FOLDER =
      new Fault(
          "folder-readable",
          "%s",
          "keep it to the broker's user (chmod 700), or a group of its own (750)");
  private static final Fault READ =
      new Fault(
          "file-readable",
          "%s",
          "keep it to the broker's user (chmod 600), or a group of its own (640)");
  private static final Fault SILENT =
      new Fault(
          "file-silent",
          "nobody can tell who may read and change it: %s",
          "see to the disk or the network behind it");

  @Override
  public String id() {
    return "protect-files";
  }

  @Override
  public String demand() {
    return "configuration, credentials, key stores and store for the broker's user alone";
  }

  @Override
  public Optional<String> nothingToJudge(BrokerFacts broker, PostureFacts posture) {
    return posture.files().files().isEmpty() && posture.files().silent().isEmpty()
        ? Optional.of("no file")
        : Optional.empty();
  }

  @Override
  public Kind plainKind(String name) {
    return Kind.FILE;
  }

  @Override
  public boolean enforcedByDefault() {
    return false;
  }

  @Override
  public List<Violation> judge(FileFacts file) {
    List<String> found = new ArrayList<>();
    add("its owner %s".formatted(file.owner()), file, file.byOwner(), found);
    add("its group %s".formatted(file.group()), file, file.byGroup(), found);
    add("everybody on this host", file, file.byOthers(), found);
    return found.isEmpty()
        ? List.of()
        : List.of(
            violation(
                file,
                fault(file),
                String.join(", and ", found),
                Argument.shown(file.folder() ? "700" : "600"),
                file.what()));
  }

  /** Judges a file that did not respond in time. Its owner is unknown. */
  @Override
  public List<Violation> judge(SilentFileFacts file) {
    return List.of(violation(file, SILENT, Argument.shown(file.why()), file.what()));
  }

  private static void add(
      String who, FileFacts file, Set<FileAccess> accesses, List<String> found) {
    Set<FileAccess> harmful = EnumSet.noneOf(FileAccess.class);
    harmful.addAll(accesses);
    if (!file.secret()) {
      harmful.remove(FileAccess.READ);
    }
    if (harmful.isEmpty()) {
      return;
    }
    String does =
        harmful.size() == 2
            ? "read and change"
            : harmful.contains(FileAccess.READ) ? "read" : "change";
    found.add("%s may %s %s".formatted(who, does, file.folder() ? "what is in it" : "it"));
  }

  private static Fault fault(FileFacts file) {
    if (!file.byOwner().isEmpty()) {
      return ANOTHERS;
    }
    if (!file.secret()) {
      return CHANGED;
    }
    return file.folder() ? READ_FOLDER : READ;
  }

  @Override
  public List<String> notChecked(PostureFacts posture) {
    return posture.files().notChecked();
  }
}
