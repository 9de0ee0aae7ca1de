package io.portcullis.rule;

import static io.portcullis.rule.FileAccess.READ;
import static io.portcullis.rule.FileAccess.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProtectFilesTest {

  private static final Set<FileAccess> NOTHING = Set.of();
  private static final Set<FileAccess> BOTH = Set.of(READ, WRITE);

  private final ProtectFiles rule = new ProtectFiles();

  @Test
  void whatNobodyElseReachesPasses() {
    assertThat(lines(file(true, NOTHING, NOTHING, NOTHING))).isEmpty();
    assertThat(lines(folder(true, NOTHING))).isEmpty();
  }

  @Test
  void whoeverReadsASecretIsNamed() {
    assertThat(lines(file(true, NOTHING, Set.of(READ), Set.of(READ))))
        .containsExactly(
            "[protect-files] key store \"/conf/k.p12\": its group staff may read it, and everybody"
                + " on this host may read it; run chmod go-rwx /conf/k.p12");
  }

  @Test
  void whoeverOwnsItIsNamed() {
    assertThat(lines(file(true, BOTH, NOTHING, NOTHING)))
        .containsExactly(
            "[protect-files] key store \"/conf/k.p12\": its owner bob may read and change it; give"
                + " it to the broker's user");
  }

  @Test
  void aFolderOfAnotherUserIsGivenToTheBrokersUserWhole() {
    FileFacts folder =
        new FileFacts("store", "/data", true, true, "bob", BOTH, "staff", NOTHING, NOTHING);

    assertThat(lines(folder))
        .containsExactly(
            "[protect-files] store \"/data\": its owner bob may read and change what is in it; give"
                + " it to the broker's user");
  }

  @Test
  void aFolderIsNamedForWhatIsInIt() {
    assertThat(lines(folder(true, BOTH)))
        .containsExactly(
            "[protect-files] store \"/data\": everybody on this host may read and change what is in"
                + " it; run chmod o-rwx /data");
  }

  @Test
  void whatIsNoSecretMayBeReadAndNotChanged() {
    assertThat(lines(file(false, NOTHING, Set.of(READ), Set.of(READ)))).isEmpty();
    assertThat(lines(folder(false, Set.of(READ)))).isEmpty();
    assertThat(lines(folder(false, BOTH)))
        .containsExactly(
            "[protect-files] store \"/data\": everybody on this host may change what is in it; run"
                + " chmod o-w /data");
  }

  private static FileFacts file(
      boolean secret, Set<FileAccess> owner, Set<FileAccess> group, Set<FileAccess> others) {
    return new FileFacts(
        "key store", "/conf/k.p12", false, secret, "bob", owner, "staff", group, others);
  }

  private static FileFacts folder(boolean secret, Set<FileAccess> others) {
    return new FileFacts("store", "/data", true, secret, "bob", NOTHING, "staff", NOTHING, others);
  }

  private List<String> lines(FileFacts file) {
    return rule.judge(file).stream().map(Violation::line).toList();
  }
}
