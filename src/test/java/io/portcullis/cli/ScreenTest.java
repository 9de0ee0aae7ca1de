package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.report.LineWrap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** Where standard output is shown. ScreenIT has real terminals. */
class ScreenTest {

  @Test
  void aTerminalThatIsDumbGetsNoColours() {
    assertThat(Screen.ansi(Map.of("TERM", "dumb"))).isEqualTo(Ansi.OFF);
    assertThat(Screen.ansi(Map.of("TERM", "xterm"))).isEqualTo(Ansi.AUTO);
    assertThat(Screen.ansi(Map.of())).isEqualTo(Ansi.AUTO);
  }

  @Test
  void withoutATerminalNoLineIsBroken() {
    assertThat(Screen.wrap()).isEqualTo(LineWrap.NONE);
  }
}
