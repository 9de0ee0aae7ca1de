package io.portcullis.broker.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.Rights;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.SecurityContext;
import org.junit.jupiter.api.Test;

/** As a map, which is what ActiveMQ takes it for. */
class WriteRightsCacheTest {

  private static final ActiveMQDestination GIVEN = new ActiveMQQueue("GIVEN.1");
  private static final ActiveMQDestination OTHER = new ActiveMQQueue("OTHER");

  private final List<ActiveMQDestination> heard = new ArrayList<>();
  private final AtomicReference<RightsSnapshot> answers = new AtomicReference<>(given());
  private final WriteRightsCache grants =
      new WriteRightsCache(
          new SecurityContext("user") {
            @Override
            public Set<Principal> getPrincipals() {
              return Set.of(new GroupPrincipal("users"));
            }
          },
          answers::get,
          destination -> heard.add(destination));

  private static RightsSnapshot given() {
    return RightsSnapshot.of(Rights.ofOperators().users("queue://GIVEN.>", true, true).map());
  }

  @Test
  void aGrantIsFoundAsKeyAndAsValue() {
    assertThat(grants.containsValue(GIVEN)).isTrue();
    assertThat(grants.containsKey(GIVEN)).isTrue();
    assertThat(grants.get(GIVEN)).isEqualTo(GIVEN);
    assertThat(grants.containsValue(OTHER)).isFalse();
    assertThat(grants.containsKey(OTHER)).isFalse();
    assertThat(grants.get(OTHER)).isNull();
    assertThat(grants).containsOnly(Map.entry(GIVEN, GIVEN));
  }

  @Test
  void itEndsWithTheAnswersThatGaveIt() {
    assertThat(grants.containsValue(GIVEN)).isTrue();

    answers.set(RightsSnapshot.of(Rights.ofOperators().map()));

    assertThat(grants.containsValue(GIVEN)).isFalse();
    assertThat(grants).isEmpty();
    answers.set(given());
    assertThat(grants.containsValue(GIVEN)).isTrue();
  }

  /** So that nothing is told of a message whose right is remembered. */
  @Test
  void aGrantIsToldWhenItIsAskedForAndAgainWhenItHasToBe() {
    assertThat(grants.containsValue(GIVEN)).isTrue();
    assertThat(grants.containsValue(GIVEN)).isTrue();
    assertThat(grants.containsValue(OTHER)).isFalse();
    assertThat(heard).containsExactly(GIVEN);

    answers.set(answers.get().anew());

    assertThat(grants.containsValue(GIVEN)).isTrue();
    assertThat(grants.containsValue(GIVEN)).isTrue();
    assertThat(heard).containsExactly(GIVEN, GIVEN);
  }

  @Test
  void nobodyPutsInWhatWasNotGranted() {
    grants.put(OTHER, OTHER);
    grants.putIfAbsent(OTHER, OTHER);
    grants.replace(OTHER, OTHER);

    assertThat(grants.containsValue(OTHER)).isFalse();
    assertThat(grants).isEmpty();
  }

  @Test
  void whatIsRemovedIsAskedForAgain() {
    assertThat(grants.containsValue(GIVEN)).isTrue();

    grants.remove(GIVEN);

    assertThat(grants).isEmpty();
    assertThat(grants.containsValue(GIVEN)).isTrue();
    grants.clear();
    assertThat(grants).isEmpty();
  }

  @Test
  void onlySoManyAreRemembered() {
    for (int i = 0; i < 20_000; i++) {
      assertThat(grants.containsValue(new ActiveMQQueue("GIVEN." + i))).isTrue();
    }
    assertThat(grants).hasSize(20_000);

    assertThat(grants.containsValue(new ActiveMQQueue("GIVEN.ONE.MORE"))).isTrue();

    assertThat(grants).hasSize(1);
    assertThat(grants.containsValue(new ActiveMQQueue("GIVEN." + "x".repeat(251)))).isTrue();
    assertThat(grants).as("and no long names").hasSize(1);
  }
}
