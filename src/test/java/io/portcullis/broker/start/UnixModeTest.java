package io.portcullis.broker.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.start.UnixMode.Who;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnixModeTest {

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "0600, GROUP,  false, []",
    "0640, GROUP,  false, [READ]",
    "0620, GROUP,  false, [WRITE]",
    "0606, OTHERS, false, '[READ, WRITE]'",
    "0601, OTHERS, false, []",
    "0660, OTHERS, false, []",
    "0600, OWNER,  false, '[READ, WRITE]'",
    "0700, OTHERS, true,  []",
    "0701, OTHERS, true,  [READ]",
    "0704, OTHERS, true,  [READ]",
    "0702, OTHERS, true,  []",
    "0703, OTHERS, true,  '[READ, WRITE]'",
    "0777, OTHERS, true,  '[READ, WRITE]'",
    "1777, OTHERS, true,  [READ]",
  })
  void whatAModeLetsSomebodyDo(String octal, Who who, boolean folder, String accesses) {
    UnixMode mode = new UnixMode(1, 1, "1", "1", Integer.parseInt(octal, 8), folder);

    assertThat(mode.access(who)).hasToString(accesses);
  }
}
