package io.portcullis.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A soak that could not fail would say nothing. */
class LedgerTest {

  private static final long MEGABYTE = 1 << 20;

  private final Ledger ledger = new Ledger("T");

  @BeforeEach
  void sendThree() {
    ledger.accepted(ledger.next());
    ledger.refused(ledger.next());
    ledger.unknown(ledger.next());
  }

  @Test
  void whatAddsUpIsNoFault() {
    ledger.delivered(Ledger.encrypted(0));

    assertThat(ledger.isDelivered()).isTrue();
    assertThat(ledger.faults()).isEmpty();
    assertThat(ledger).hasToString("T: sent 3, accepted 1, refused 1, cut off 1, delivered 1");
  }

  @Test
  void whatWasCutOffMayArrive() {
    ledger.delivered(Ledger.encrypted(0));
    ledger.delivered(Ledger.encrypted(2));

    assertThat(ledger.faults()).isEmpty();
  }

  @Test
  void whatWasAcceptedHasToArrive() {
    assertThat(ledger.isDelivered()).isFalse();
    assertThat(ledger.faults())
        .containsExactly("T: 1 accepted, but not delivered, the first of them number 0 of 3");
  }

  @Test
  void whatWasRefusedMustNotArrive() {
    ledger.delivered(Ledger.encrypted(0));
    ledger.delivered(Ledger.encrypted(1));

    assertThat(ledger.faults())
        .containsExactly("T: 1 delivered, but not accepted, the first of them number 1 of 3");
  }

  @Test
  void everySendHasAnAnswer() {
    ledger.delivered(Ledger.encrypted(0));
    ledger.next();

    assertThat(ledger.faults())
        .containsExactly(
            "T: 1 sent, but neither accepted nor refused, the first of them number 3 of 4");
  }

  @Test
  void nothingArrivesTwice() {
    ledger.delivered(Ledger.encrypted(0));
    ledger.delivered(Ledger.encrypted(0));

    assertThat(ledger.faults()).containsExactly("T: 1 delivered more than once");
  }

  @Test
  void growthUpToTheBoundIsNone() {
    Checkpoint early = new Checkpoint(0, 10, 20, Map.of());

    assertThat(new Checkpoint(4 * MEGABYTE, 22, 32, Map.of()).growthSince(early)).isEmpty();
  }

  @Test
  void growthPastTheBoundIsSaidWithTheClassesThatGrew() {
    Checkpoint early = new Checkpoint(0, 10, 20, Map.of("a.Leak", 5L, "a.Steady", 7L));
    Checkpoint end = new Checkpoint(4 * MEGABYTE + 1, 23, 33, Map.of("a.Leak", 9L, "a.Steady", 7L));

    assertThat(end.growthSince(early))
        .containsExactly(
            "the heap grew from 0 to 4194305 bytes, most of it in a.Leak (+4 bytes), a.Steady (+0"
                + " bytes)",
            "threads grew from 10 to 23",
            "open files grew from 20 to 33");
  }
}
