package io.portcullis.broker.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQTempQueue;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.security.SecurityContext;

/** Names and ids of any kind, as clients choose them. */
class TemporaryDestinationsPropertyTest {

  private static final List<String> USERS = List.of("user", "other", "third");

  @Property
  void anotherIdOwnsNothing(
      @ForAll("ids") String id, @ForAll("ids") String other, @ForAll long number) {
    ActiveMQDestination destination = new ActiveMQTempQueue(new ConnectionId(id), number);
    // ActiveMQ cuts a name before a question mark, so that it may be after another id.
    Assume.that(destination.getPhysicalName().equals(id + ":" + number));
    TemporaryDestinations made = new TemporaryDestinations();
    made.claim(connection(id, "user"), destination);

    if (!id.equals(other)) {
      assertThat(made.isOwn(connection(other, "user"), destination, () -> false)).isFalse();
      assertThat(made.mayMake(connection(other, "user"), destination)).isFalse();
    }
    assertThat(made.isOwn(connection(id, "other"), destination, () -> true)).isFalse();
    assertThat(made.mayMake(connection(id, "other"), destination)).isFalse();
    made.forget(destination);
    assertThat(made.isOwn(connection(id, "other"), destination, () -> true)).isFalse();
    assertThat(made.isOwn(connection(id, "user"), destination, () -> true))
        .isEqualTo(made.mayMake(connection(id, "user"), destination));
    assertThat(made.size()).isZero();
  }

  @Property
  void whoeverHasTheIdMakesItAnewWhoeverMadeItBefore(
      @ForAll("generated") String id,
      @ForAll @Size(min = 1, max = 5) List<@From("users") String> before) {
    ActiveMQDestination destination = new ActiveMQTempQueue(new ConnectionId(id), 1);
    TemporaryDestinations made = new TemporaryDestinations();
    for (String user : before) {
      assertThat(made.mayMake(connection(id, user), destination)).isTrue();
      assertThat(made.isOwn(connection(id, user), destination, () -> false)).isTrue();
      made.claim(connection(id, user), destination);
      assertThat(made.isOwn(connection(id, user), destination, () -> true)).isTrue();
      made.forget(destination);
    }
    String last = before.get(before.size() - 1);

    for (String user : USERS) {
      assertThat(made.isOwn(connection(id, user), destination, () -> true))
          .isEqualTo(user.equals(last));
    }
  }

  @Property
  void whatWasNotMadeIsNobodys(@ForAll("generated") String id) {
    ActiveMQDestination destination = new ActiveMQTempQueue(new ConnectionId(id), 1);
    TemporaryDestinations made = new TemporaryDestinations();
    made.claim(connection(id, "other"), destination);
    made.forgetUnmade(destination);

    assertThat(made.isOwn(connection(id, "user"), destination, () -> true)).isTrue();
  }

  @Example
  void noUserMakesTheBrokerForgetWhatOthersMade() {
    ConnectionId id = new ConnectionId("ID:victim");
    ActiveMQDestination destination = new ActiveMQTempQueue(id, 0);
    TemporaryDestinations made = new TemporaryDestinations();
    made.claim(connection(id.getValue(), "user"), destination);
    made.forget(destination);

    for (int i = 1; i <= 20_000; i++) {
      ActiveMQDestination noise = new ActiveMQTempQueue(id, i);
      made.claim(connection(id.getValue(), "other"), noise);
      made.forget(noise);
    }

    assertThat(made.isOwn(connection(id.getValue(), "other"), destination, () -> true)).isFalse();
    assertThat(made.isOwn(connection(id.getValue(), "user"), destination, () -> true)).isTrue();
  }

  @Property
  void aNameOfAnyKindIsOnlyOwnIfItIsTheIdAndANumber(
      @ForAll("ids") String id, @ForAll("ends") String end) {
    Optional<ActiveMQDestination> destination = named(id + end);

    if (destination.isPresent()
        && TemporaryDestinations.isNamedAfter(connection(id, "user"), destination.get())) {
      String name = destination.get().getPhysicalName();
      assertThat(name).startsWith(id + ":");
      assertThat(name.substring(id.length() + 1)).isNotEmpty().doesNotContain(":", ",");
      assertThat(destination.get().getDestinationPaths()).doesNotContain("*", ">");
    }
  }

  /** ActiveMQ makes nothing of an empty name. */
  private static Optional<ActiveMQDestination> named(String name) {
    try {
      return Optional.of(new ActiveMQTempQueue(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Property
  void theIdsOfClientLibrariesOwnTheirs(@ForAll("generated") String id, @ForAll long number) {
    assertThat(
            new TemporaryDestinations()
                .isOwn(
                    connection(id, "user"),
                    new ActiveMQTempQueue(new ConnectionId(id), number),
                    () -> false))
        .isTrue();
  }

  @Provide
  Arbitrary<String> users() {
    return Arbitraries.of(USERS);
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("ID:.*>,?=/1a").ofMinLength(1).ofMaxLength(12),
        Arbitraries.strings().ofMinLength(1).ofMaxLength(20));
  }

  @Provide
  Arbitrary<String> ends() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 99).map(":%d"::formatted), ids(), ids().map(":"::concat));
  }

  @Provide
  Arbitrary<String> generated() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withChars(".-")
        .ofMinLength(1)
        .ofMaxLength(20)
        .map("ID:%s-40001-1700000000000-1:1"::formatted);
  }

  private static ConnectionContext connection(String id, String user) {
    ConnectionContext context = new ConnectionContext();
    context.setConnectionId(new ConnectionId(id));
    context.setSecurityContext(
        new SecurityContext(user) {
          @Override
          public Set<Principal> getPrincipals() {
            return Set.of();
          }
        });
    return context;
  }
}
