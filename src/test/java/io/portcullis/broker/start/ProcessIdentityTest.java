package io.portcullis.broker.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessIdentityTest {

  @Test
  void theEffectiveIdsCount() {
    List<String> status =
        List.of("Name:\tjava", "Uid:\t1\t0\t2\t3", "Gid:\t4\t5\t6\t7", "Groups:\t8 9 ");

    assertThat(ProcessIdentity.of(status)).isEqualTo(new ProcessIdentity(0, Set.of(5, 8, 9)));
  }

  @Test
  void thereNeedNotBeOtherGroups() {
    List<String> status = List.of("Uid:\t1\t1\t1\t1", "Gid:\t2\t2\t2\t2", "Groups:\t ");

    assertThat(ProcessIdentity.of(status)).isEqualTo(new ProcessIdentity(1, Set.of(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Uid:", "Uid:\t1", "Uid:\tx\tx\tx\tx"})
  void whatDoesNotTellIsNotTakenForAnything(String line) {
    List<String> status = List.of(line, "Gid:\t2\t2\t2\t2");

    assertThatIllegalArgumentException().isThrownBy(() -> ProcessIdentity.of(status));
  }
}
