package io.portcullis.testing;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Groups;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Operation;
import io.portcullis.rule.WrittenEntry;
import io.portcullis.usage.BodyUse;
import io.portcullis.usage.ClientUse;
import io.portcullis.usage.CurrentRights;
import io.portcullis.usage.KeyUse;
import io.portcullis.usage.Observation;
import io.portcullis.usage.Observation.Dropped;
import io.portcullis.usage.Seen;
import io.portcullis.usage.Use;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Observations with every kind of name that a client may choose. */
public final class HostileUsage {

  private static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-12-01T00:00:00Z");
  private static final long SECONDS = 29 * 86_400L;

  private HostileUsage() {}

  /** Names, most of which mean something to ActiveMQ, Spring or XML. */
  public static Arbitrary<String> names() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "ORDERS",
            "A",
            "B",
            "A.B",
            "A.B.C",
            "EU.ORDERS",
            "US.ORDERS",
            "ActiveMQ.Advisory.Queue"),
        Arbitraries.of(
            "",
            " ",
            " A",
            "A ",
            "A,B",
            ",",
            "A?b=c",
            "queue://A",
            "topic://A",
            "A\tB",
            "A\n",
            "${user.name}",
            "#{1+1}",
            "A${",
            "#A",
            "##A",
            "a--b",
            "-->",
            "--",
            "-",
            "A.",
            ".A",
            "A..B",
            "*",
            ">",
            "A.*",
            "A.>",
            "*.B",
            "A.>.B",
            "A*B",
            "A>B",
            ">.A",
            "\"/><x y=\"",
            "]]>",
            "<!--",
            "&lt;",
            "&#45;",
            "'",
            "a\u0000b",
            "a\u0001",
            "\ud800",
            "a\udc00b",
            "\uFFFE",
            "\uFFFF",
            "\u202Ea",
            "\u2028",
            "\u0085",
            "\u00e9",
            "\ud83d\ude00",
            "\u00a0A",
            "activemq-webconsole",
            "admins",
            "everyone",
            "%s",
            "\\u002d",
            "x=1,y=2"),
        Arbitraries.integers().between(1, 9).map("DEVICE.%d.CMD"::formatted),
        Arbitraries.integers().between(1, 9).map("DEVICE.%d.STATE"::formatted),
        Arbitraries.strings().ofMaxLength(6));
  }

  private static Arbitrary<DestinationName> one() {
    return Combinators.combine(
            Arbitraries.of(DestinationKind.QUEUE, DestinationKind.QUEUE, DestinationKind.TOPIC),
            names())
        .as((kind, name) -> new DestinationName(kind, name));
  }

  /** Destinations of every kind, composite ones among them. */
  public static Arbitrary<DestinationName> destinations() {
    return Arbitraries.frequencyOf(
        Tuple.of(12, one()),
        Tuple.of(
            1,
            Arbitraries.of(
                new DestinationName(DestinationKind.TEMPORARY_QUEUE, ">"),
                new DestinationName(DestinationKind.TEMPORARY_TOPIC, ">"),
                DestinationName.topic("ActiveMQ.Advisory.>"))),
        Tuple.of(
            2,
            one()
                .list()
                .ofMinSize(2)
                .ofMaxSize(3)
                .map(
                    parts ->
                        new DestinationName(
                            parts.get(0).kind(),
                            parts.stream()
                                .map(DestinationName::name)
                                .collect(Collectors.joining(",")),
                            parts))));
  }

  private static Arbitrary<Seen> seen() {
    return Combinators.combine(
            Arbitraries.longs().between(0, SECONDS),
            Arbitraries.longs().between(0, 86_400),
            Arbitraries.longs().between(1, 100))
        .as(
            (from, lasting, minutes) ->
                new Seen(SINCE.plusSeconds(from), SINCE.plusSeconds(from + lasting), minutes));
  }

  private static Arbitrary<String> users() {
    return Arbitraries.oneOf(
        Arbitraries.of("alice", "bob", "carol", "dave", "", "a-->b"),
        Arbitraries.strings().ofMaxLength(3));
  }

  private static Arbitrary<Set<String>> groups() {
    return Arbitraries.oneOf(
            Arbitraries.of("shop", "billing", "devices", "users", "admins", "activemq-webconsole"),
            Arbitraries.of("shop", "billing", "devices", "users"),
            names())
        .set()
        .ofMaxSize(3);
  }

  private static Arbitrary<Use> uses() {
    return Combinators.combine(
            users(),
            groups(),
            Arbitraries.of(Operation.class),
            destinations(),
            Arbitraries.of(true, true, true, false),
            Arbitraries.of(true, false),
            seen())
        .as(Use::new);
  }

  /** Most devices are used alike, and some are used otherwise. */
  private static Arbitrary<List<Use>> fleet() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 12),
            Arbitraries.of(Operation.class),
            Arbitraries.integers().between(1, 14),
            Arbitraries.of(true, false),
            Arbitraries.of("devices", "shop"),
            seen())
        .as(
            (count, operation, odd, passed, group, seen) -> {
              List<Use> uses = new ArrayList<>();
              for (int i = 1; i <= count; i++) {
                uses.add(device(i, Operation.WRITE, true, "devices", seen));
              }
              uses.add(device(odd, operation, passed, group, seen));
              return uses;
            });
  }

  private static Use device(
      int number, Operation operation, boolean passed, String group, Seen seen) {
    return new Use(
        "d" + number,
        Set.of(group),
        operation,
        DestinationName.queue("FLEET.%d.CMD".formatted(number)),
        passed,
        true,
        seen);
  }

  private static Arbitrary<List<Use>> allUses() {
    return Combinators.combine(uses().list().ofMaxSize(25), fleet())
        .as(
            (some, fleet) -> {
              List<Use> all = new ArrayList<>(some);
              all.addAll(fleet);
              return all;
            });
  }

  private static Arbitrary<KeyUse> keys() {
    return Combinators.combine(
            users(),
            destinations(),
            Arbitraries.oneOf(Arbitraries.of("aws-kms", "aws-kms-rsa", "raw"), names()),
            Arbitraries.oneOf(
                Arbitraries.of(
                    "arn:aws:kms:eu-west-1:111122223333:key/1",
                    "arn:aws:kms:*:111122223333:key/1",
                    "*",
                    "0xab"),
                names()),
            Arbitraries.of("0578", "0478", "0378", "0014", "ffff", ""),
            Arbitraries.longs().between(1, 9),
            seen())
        .as(KeyUse::new);
  }

  private static Arbitrary<BodyUse> bodies() {
    return Combinators.combine(
            users(),
            destinations(),
            Arbitraries.of(true, false),
            Arbitraries.oneOf(Arbitraries.of("destination", "queue"), names()).set().ofMaxSize(2),
            Arbitraries.longs().between(1, 9),
            seen())
        .as(BodyUse::new);
  }

  private static Arbitrary<ClientUse> clients() {
    return Combinators.combine(
            users(),
            groups(),
            Arbitraries.oneOf(
                Arbitraries.of("app-\u2026", "robot", "ID:h-\u2026", "a\u2026"), names()),
            Arbitraries.of("openwire", "mqtt", "mqtt+ws", "amqp", "stomp", "", "what"),
            names(),
            Arbitraries.of(
                "",
                "10.0.0.1",
                "10.0.0.2",
                "10.0.0.3",
                "10.1.2.3",
                "127.0.0.1",
                "::1",
                "fe80::1%2",
                "2001:db8::1",
                "::ffff:10.0.0.9",
                "what",
                "-->"),
            Arbitraries.longs().between(1, 9),
            seen())
        .as(ClientUse::new);
  }

  private static Arbitrary<WrittenEntry> entries() {
    return Combinators.combine(destinations(), groups(), groups(), groups())
        .as(
            (destination, read, write, admin) ->
                new WrittenEntry(
                    destination,
                    Map.of(Operation.READ, read, Operation.WRITE, write, Operation.ADMIN, admin)));
  }

  private static Arbitrary<CurrentRights> rights() {
    return Combinators.combine(
            Arbitraries.of(Source.class),
            entries().list().ofMaxSize(3).optional(),
            Arbitraries.of("bridges", "shop"),
            Arbitraries.of(true, false))
        .as(
            (source, entries, bridges, created) ->
                new CurrentRights(
                    source,
                    entries.map(List::copyOf),
                    new Groups("admins", "users", "activemq-webconsole"),
                    bridges,
                    created));
  }

  private static Arbitrary<Dropped> dropped() {
    return Arbitraries.of(
        Dropped.NOTHING,
        Dropped.NOTHING,
        Dropped.NOTHING,
        new Dropped(1, 0, 0, 0, 0),
        new Dropped(0, 2, 3, 4, 5));
  }

  /** Whole observations. */
  public static Arbitrary<Observation> observations() {
    return Combinators.combine(
            Arbitraries.of(43_200L, 100L),
            dropped(),
            rights(),
            allUses(),
            keys().list().ofMaxSize(5),
            bodies().list().ofMaxSize(5),
            clients().list().ofMaxSize(5))
        .as(
            (minutes, dropped, rights, uses, keys, bodies, clients) ->
                new Observation(
                    "b--ig", "6.1.8", SINCE, UNTIL, minutes, dropped, rights, uses, keys, bodies,
                    clients));
  }
}
