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

  private static final Fault ANOTHERS = new Fault("file-of-another", "%s", "%2$s");
  private static final Fault CHANGED = new Fault("file-writable", "%s", "%2$s");
  private static final Fault READ_FOLDER = new Fault("folder-readable", "%s", "%2$s");
  private static final Fault READ = new Fault("file-readable", "%s", "%2$s");
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
                Argument.shown(remedy(file)),
                file.what()));
  }

  /** Judges a file that did not respond in time. Its owner is unknown. */
  @Override
  public List<Violation> judge(SilentFileFacts file) {
    return List.of(violation(file, SILENT, Argument.shown(file.why()), file.what()));
  }

  /**
   * Says how to keep a file to the broker. Only the rights of others are taken, since the broker
   * may need those of its group.
   */
  private static String remedy(FileFacts file) {
    List<String> commands = new ArrayList<>();
    String path = shellWord(file.path());
    file.newOwner().ifPresent(user -> commands.add("run chown %s %s".formatted(user, path)));
    String who =
        (isHarmful(file, file.byGroup()) ? "g" : "")
            + (isHarmful(file, file.byOthers()) ? "o" : "");
    if (!who.isEmpty()) {
      commands.add("run chmod %s-%s %s".formatted(who, file.secret() ? "rwx" : "w", path));
    }
    return commands.isEmpty() ? "give it to the broker's user" : String.join("; ", commands);
  }

  /** Quotes a path for a shell. */
  private static String shellWord(String path) {
    return path.matches("[\\w./:@%+=-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }

  private static boolean isHarmful(FileFacts file, Set<FileAccess> accesses) {
    return accesses.contains(FileAccess.WRITE) || (file.secret() && !accesses.isEmpty());
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
