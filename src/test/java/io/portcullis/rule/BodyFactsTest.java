package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.BodyFacts.Form;
import org.junit.jupiter.api.Test;

class BodyFactsTest {

  private static final byte[] BYTES = {1, 2, 3};

  @Test
  void noBytesAndNoTextAreNoBody() {
    assertThat(BodyFacts.bytes(BYTES, 1, 0).form()).isEqualTo(Form.EMPTY);
    assertThat(BodyFacts.text(BYTES, 1, 0).form()).isEqualTo(Form.EMPTY);
    assertThat(BodyFacts.bytes(BYTES, 1, 1).form()).isEqualTo(Form.BYTES);
    assertThat(BodyFacts.text(BYTES, 1, 1).form()).isEqualTo(Form.TEXT);
  }

  @Test
  void aWindowShowsOneBodyAfterTheOther() {
    BodyFacts.Window window = new BodyFacts.Window();
    assertThat(window.form()).isEqualTo(Form.EMPTY);

    BodyFacts shown = window.showBytes(BYTES, 1, 2);
    assertThat(shown.form()).isEqualTo(Form.BYTES);
    assertThat(shown.bytes()).isSameAs(BYTES);
    assertThat(shown.offset()).isEqualTo(1);
    assertThat(shown.length()).isEqualTo(2);

    assertThat(window.showText(BYTES, 0, 3).form()).isEqualTo(Form.TEXT);
    assertThat(window.showBytes(BYTES, 1, 0).form()).isEqualTo(Form.EMPTY);
    assertThat(window.showText(BYTES, 1, 0).form()).isEqualTo(Form.EMPTY);
  }

  @Test
  void aWindowThatIsClearedKeepsNothing() {
    BodyFacts.Window window = new BodyFacts.Window();
    BodyFacts shown = window.showText(BYTES, 0, 3);

    window.clear();

    assertThat(shown.form()).isEqualTo(Form.EMPTY);
    assertThat(shown.bytes()).isEmpty();
    assertThat(shown.length()).isZero();
  }

  @Test
  void whatCannotBeReadHasWordsForIt() {
    assertThat(BodyFacts.unreadable("a map").form()).isEqualTo(Form.UNREADABLE);
    assertThat(BodyFacts.unreadable("a map").words()).isEqualTo("a map");
  }
}
