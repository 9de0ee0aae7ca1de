package io.portcullis.broker.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PrintableErrorTest {

  @Property
  void whatIsShownOfAnErrorIsOneShortLine(@ForAll String text) {
    String shown = PrintableError.of(new IOException(text)).getMessage();

    assertThat(shown.codePoints().noneMatch(LogText::isUnprintable)).isTrue();
    assertThat(shown.codePointCount(0, shown.length())).isLessThanOrEqualTo(512);
  }

  @Test
  void anErrorThatIsFitToBeShownStaysAsItIs() {
    IOException error = new IOException("Connection reset");

    assertThat(PrintableError.of(error)).isSameAs(error);
  }
}
