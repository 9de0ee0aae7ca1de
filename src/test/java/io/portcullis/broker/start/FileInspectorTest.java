package io.portcullis.broker.start;

import static io.portcullis.rule.FileAccess.READ;
import static io.portcullis.rule.FileAccess.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.broker.platform.NamedFile;
import io.portcullis.broker.rights.LoginModules;
import io.portcullis.rule.FileFacts;
import io.portcullis.rule.FilesFacts;
import io.portcullis.testing.HangingFile;
import io.portcullis.testing.OneRule;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what with real files; the folder above them may be passed by everybody. */
class FileInspectorTest {

  private static final Optional<ProcessIdentity> SELF = ProcessIdentity.ofThisProcess();

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void open() throws Exception {
    folder = temporary.toRealPath();
    mode(folder, "rwxr-xr-x");
    assumeTrue(SELF.isPresent());
  }

  @Test
  void everybodyMayReadWhatEverybodyMayRead() throws Exception {
    assertThat(look(file("secret", "rw-r--r--")).byOthers()).containsExactly(READ);
    assertThat(look(file("secret2", "rw-rw-rw-")).byOthers())
        .containsExactlyInAnyOrder(READ, WRITE);
    assertThat(look(file("secret3", "rw-------")).byOthers()).isEmpty();
  }

  @Test
  void aFolderFurtherUpKeepsPeopleOut() throws Exception {
    Path file = file("secret", "rw-r--r--");
    mode(folder, "rwx------");

    assertThat(look(file).byOthers()).isEmpty();
  }

  @Test
  void aGroupOfOnesOwnMayRead() throws Exception {
    FileFacts facts = look(file("secret", "rw-rw----"));

    assertThat(facts.byGroup()).isEmpty();
    assertThat(facts.byOwner()).isEmpty();
  }

  @Test
  void anotherGroupMayNot() throws Exception {
    Path file = file("secret", "rw-r-----");
    ProcessIdentity elsewhere = new ProcessIdentity(SELF.orElseThrow().userId(), Set.of(4711));

    assertThat(look(file, elsewhere).byGroup()).containsExactly(READ);
  }

  @Test
  void anotherGroupThatCannotPassTheFolderIsKeptOut() throws Exception {
    Path file = file("secret", "rw-r-----");
    mode(folder, "rwx---r-x");
    ProcessIdentity elsewhere = new ProcessIdentity(SELF.orElseThrow().userId(), Set.of(4711));

    assertThat(look(file, elsewhere).byGroup()).isEmpty();
  }

  @Test
  void anotherOwnerMay() throws Exception {
    assumeTrue(SELF.orElseThrow().userId() == 0);
    Path file = file("secret", "rw-------");
    Files.setAttribute(file, "unix:uid", 4711);

    assertThat(look(file).byOwner()).containsExactlyInAnyOrder(READ, WRITE);
    assertThat(look(file).owner()).isEqualTo("4711");
    assertThat(look(file, new ProcessIdentity(4711, Set.of())).byOwner()).isEmpty();
  }

  @Test
  void whatBelongsToRootIsNobodyElses() throws Exception {
    assumeTrue(SELF.orElseThrow().userId() == 0);

    assertThat(look(file("secret", "rw-------"), new ProcessIdentity(4711, Set.of())).byOwner())
        .isEmpty();
  }

  /** As Kubernetes mounts them: a link to a file behind a link to a folder. */
  @Test
  void linksAreFollowedAndTheFoldersOfBothAreLookedAt() throws Exception {
    Path there = Files.createDirectory(folder.resolve("..2026"));
    Path here = Files.createDirectory(folder.resolve("mounted"));
    mode(here, "rwxrwxrwx");
    mode(there, "rwxr-xr-x");
    Path real = Files.writeString(there.resolve("tls.key"), "x");
    mode(real, "rw-r--r--");
    Path link = Files.createSymbolicLink(here.resolve("tls.key"), real);

    FilesFacts facts = FileInspector.files(List.of(NamedFile.secret("key", link)), SELF);

    assertThat(facts.files())
        .extracting(FileFacts::path)
        .startsWith(real.toString(), there.toString(), folder.toString())
        .contains(here.toString());
    assertThat(facts.files().get(0).byOthers()).containsExactly(READ);
    assertThat(facts.files())
        .filteredOn(file -> file.path().equals(here.toString()))
        .singleElement()
        .satisfies(file -> assertThat(file.byOthers()).contains(WRITE));
  }

  /** Whoever may rename the folder of the configuration may put another in its place. */
  @Test
  void foldersFurtherUpAreLookedAtToo() throws Exception {
    Path conf = Files.createDirectories(folder.resolve("activemq/conf"));
    Path file = Files.writeString(conf.resolve("activemq.xml"), "x");
    mode(folder.resolve("activemq"), "rwxrwxrwx");
    mode(conf, "rwxr-xr-x");

    FilesFacts facts = FileInspector.files(List.of(NamedFile.secret("key", file)), SELF);

    assertThat(facts.files())
        .filteredOn(each -> each.byOthers().contains(WRITE))
        .extracting(FileFacts::path)
        .containsExactly(folder.resolve("activemq").toString());
    assertThat(facts.files()).extracting(FileFacts::path).contains("/");
  }

  @Test
  void theSameFileIsLookedAtOnce() throws Exception {
    Path file = file("secret", "rw-r--r--");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    FilesFacts facts =
        FileInspector.files(
            List.of(NamedFile.secret("one", file), NamedFile.secret("other", link)), SELF);

    assertThat(facts.files()).extracting(FileFacts::what).startsWith("one", "folder");
    assertThat(facts.files()).extracting(FileFacts::path).doesNotHaveDuplicates();
  }

  /** As on a mount whose server is gone; the others are looked at all the same. */
  @Test
  @Timeout(30)
  void whatHangsIsAFindingAndHoldsNobody() throws Exception {
    Path file = file("secret", "rw-r--r--");
    List<NamedFile> named = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      named.add(NamedFile.secret("key", new HangingFile(folder.resolve("hanging" + i)).toPath()));
    }
    named.add(NamedFile.secret("key", file));

    FilesFacts facts = FileInspector.files(named, SELF);

    assertThat(facts.files()).extracting(FileFacts::path).contains(file.toString());
    assertThat(facts.silent()).hasSize(20);
    assertThat(OneRule.named("protect-files").judge(facts.silent().get(0)))
        .singleElement()
        .satisfies(
            violation ->
                assertThat(violation.line())
                    .isEqualTo(
                        ("[protect-files] key \"%s\": nobody can tell who may read and change it:"
                                + " it did not answer within 2000 ms; see to the disk or the"
                                + " network behind it")
                            .formatted(folder.resolve("hanging0"))));
  }

  /** What the broker itself names is looked at there too. */
  @Test
  @Timeout(30)
  void whatCannotEvenBeFoundIsAFindingToo() throws Exception {
    BrokerService service = new BrokerService();
    service.setDataDirectory(folder.toString());
    Path hanging = folder.resolve("tmp");
    service.setTmpDataDirectory(new HangingFile(hanging));

    FilesFacts facts = FileInspector.files(service, LoginModules.ofThisJvm(), List.of());

    assertThat(facts.silent())
        .singleElement()
        .satisfies(
            file -> {
              assertThat(file.what()).isEqualTo("temporary data");
              assertThat(file.path()).isEqualTo(hanging.toString());
            });
  }

  @Test
  void whatDoesNotExistIsSaid() {
    FilesFacts facts =
        FileInspector.files(List.of(NamedFile.secret("store", folder.resolve("none"))), SELF);

    assertThat(facts.files()).isEmpty();
    assertThat(facts.notChecked())
        .containsExactly("store \"%s\": it does not exist yet".formatted(folder.resolve("none")));
  }

  /** The file system of an archive has none. */
  @Test
  void whereThereAreNoPosixPermissionsItIsSaid() throws Exception {
    try (FileSystem archive =
        FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
      Path inside = Files.writeString(archive.getPath("/secret"), "x");

      FilesFacts facts = FileInspector.files(List.of(NamedFile.secret("key", inside)), SELF);

      assertThat(facts.files()).isEmpty();
      assertThat(facts.notChecked())
          .containsExactly("key \"/secret\": its file system has no POSIX permissions");
    }
  }

  @Test
  void whereNobodyTellsWhoseRightsTheBrokerHasItIsSaid() throws Exception {
    FilesFacts facts =
        FileInspector.files(
            List.of(NamedFile.secret("key", file("secret", "rw-r--r--"))), Optional.empty());

    assertThat(facts.files()).isEmpty();
    assertThat(facts.notChecked())
        .containsExactly("files: this system does not tell whose rights the broker has");
  }

  private Path file(String name, String permissions) throws Exception {
    Path file = Files.writeString(folder.resolve(name), "x");
    mode(file, permissions);
    return file;
  }

  private static void mode(Path path, String permissions) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static FileFacts look(Path file) {
    return look(file, SELF.orElseThrow());
  }

  private static FileFacts look(Path file, ProcessIdentity self) {
    return FileInspector.files(List.of(NamedFile.secret("file", file)), Optional.of(self))
        .files()
        .get(0);
  }
}
