package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.AuthenticationFacts.User;
import io.portcullis.rule.AuthenticationFacts.Users;
import io.portcullis.rule.AuthorizationFacts.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the groups of an authorization map with the groups that users are in. */
final class Memberships {

  private static final Fault NOBODY_IN_IT =
      new Fault(
          "map-group-without-users",
          "the authorization map gives rights to group \"%s\", and none of the users is in it",
          "put a user into group \"%1$s\" in %2$s, or take %1$s out of read, write and admin of"
              + " %3$s");
  private static final Fault IN_NO_GROUP =
      new Fault(
          "user-without-rights",
          "user \"%s\" may do nothing: %2$s",
          "put user \"%1$s\" into one of the groups %3$s in %5$s%4$s");
  private static final Fault MANY_IN_NO_GROUP =
      new Fault(
          "users-without-rights",
          "%d users may do nothing, since the authorization map names none of their groups: %2$s",
          "put them into one of the groups %3$s in %5$s, or name one of their groups in an entry of"
              + " the map%4$s");

  private static final String NAME_ITS_GROUP = ", or name one of its groups in an entry of the map";

  /** More users are one violation. */
  private static final int MOST_ONE_BY_ONE = 20;

  private static final int MOST_USERS_SHOWN = 50;
  private static final int MOST_ELEMENTS_SHOWN = 10;
  private static final int MOST_SOURCES_SHOWN = 3;

  private final Rule rule;
  private final Set<String> needed;

  /**
   * @param rule the rule whose violations these are
   * @param needed groups that other rules want in every map
   */
  Memberships(Rule rule, Set<String> needed) {
    this.rule = rule;
    this.needed = Set.copyOf(needed);
  }

  /** Judges a broker whose map and users are known. Of others it says nothing. */
  List<Violation> judge(BrokerFacts broker) {
    Source source = broker.authorization().source();
    Users users = broker.authentication().users();
    if (source != Source.OPERATOR && source != Source.DEFAULT) {
      return List.of();
    }
    Map<String, Set<DestinationName>> holders = broker.authorization().holders().orElse(Map.of());
    if (holders.isEmpty()) {
      return List.of();
    }
    List<Violation> violations = new ArrayList<>();
    if (source == Source.OPERATOR && users.areAllKnown()) {
      violations.addAll(withoutUsers(holders, users));
    }
    violations.addAll(withoutRights(holders, users, source));
    return violations;
  }

  /** Says why the groups of the map and of the users are not compared; empty if they are. */
  static List<NotChecked> notChecked(BrokerFacts broker) {
    Users users = broker.authentication().users();
    if (broker.authorization().source() != Source.OPERATOR
        || !broker.authentication().configured()
        || users.areAllKnown()) {
      return List.of();
    }
    return List.of(
        new NotChecked(
            RequireAuthorization.ID,
            "whether users are in the groups of the map: " + String.join("; ", users.unknown())));
  }

  private List<Violation> withoutUsers(Map<String, Set<DestinationName>> holders, Users users) {
    Set<String> present = new TreeSet<>();
    users.known().forEach(user -> present.addAll(principals(user)));
    return holders.entrySet().stream()
        .filter(holder -> !present.contains(holder.getKey()))
        .filter(holder -> !needed.contains(holder.getKey()))
        .filter(holder -> !holder.getKey().equals(RightHolder.ANY_GROUP))
        .map(
            holder ->
                rule.violation(
                    about(holder.getValue()),
                    NOBODY_IN_IT,
                    holder.getKey(),
                    Argument.shown(sources(users.known())),
                    Argument.shown(elements(holder.getValue()))))
        .toList();
  }

  private static String why(User user) {
    return user.groups().isEmpty()
        ? "it is in no group"
        : "the authorization map names none of its groups (%s)".formatted(joined(user.groups()));
  }

  private List<Violation> withoutRights(
      Map<String, Set<DestinationName>> holders, Users users, Source source) {
    if (holders.containsKey(RightHolder.ANY_GROUP)) {
      return List.of();
    }
    List<User> without =
        users.known().stream()
            .filter(user -> principals(user).stream().noneMatch(holders::containsKey))
            .toList();
    Set<String> joinable = new TreeSet<>(holders.keySet());
    joinable.removeAll(needed);
    String groups = String.join(", ", joinable.isEmpty() ? holders.keySet() : joinable);
    String install =
        source == Source.DEFAULT ? ", for which you configure <authorizationPlugin>" : "";
    if (without.size() > MOST_ONE_BY_ONE) {
      return List.of(
          rule.violation(
              AuthorizationFacts.MAP,
              MANY_IN_NO_GROUP,
              Argument.shown(without.size()),
              Argument.shown(
                  cut(
                      without.stream().map(user -> "\"%s\"".formatted(user.name())).toList(),
                      MOST_USERS_SHOWN)),
              Argument.shown(groups),
              Argument.shown(install),
              Argument.shown(sources(without))));
    }
    return without.stream()
        .map(
            user ->
                rule.violation(
                    new Named(Resource.of(Kind.USER, user.name()), user.source()),
                    IN_NO_GROUP,
                    user.name(),
                    Argument.shown(why(user)),
                    Argument.shown(groups),
                    Argument.shown(user.groups().isEmpty() ? "" : NAME_ITS_GROUP + install),
                    Argument.shown(user.source())))
        .toList();
  }

  /** Returns the names that an entry may name a user by. */
  private static Set<String> principals(User user) {
    Set<String> names = new TreeSet<>(user.groups());
    names.add(user.name());
    return names;
  }

  private static String joined(Set<String> names) {
    return String.join(", ", new TreeSet<>(names));
  }

  /** Returns the first of the destinations whose entries name a group, to show its place. */
  private static Judged about(Set<DestinationName> destinations) {
    return destinations.stream()
        .filter(destination -> !destination.kind().isTemporary())
        .findFirst()
        .map(destination -> AuthorizationFacts.rightsOn(List.of(destination)))
        .orElse(AuthorizationFacts.MAP);
  }

  private static String elements(Set<DestinationName> destinations) {
    return destinations.isEmpty()
        ? "the map's default entry"
        : cut(destinations.stream().map(Memberships::element).toList(), MOST_ELEMENTS_SHOWN);
  }

  private static String element(DestinationName destination) {
    return switch (destination.kind()) {
      case QUEUE -> "<authorizationEntry queue=\"%s\">".formatted(destination.name());
      case TOPIC -> "<authorizationEntry topic=\"%s\">".formatted(destination.name());
      case TEMPORARY_QUEUE, TEMPORARY_TOPIC -> "<tempDestinationAuthorizationEntry>";
    };
  }

  private static String sources(List<User> users) {
    return cut(users.stream().map(User::source).distinct().toList(), MOST_SOURCES_SHOWN);
  }

  private static String cut(List<String> words, int most) {
    int more = words.size() - most;
    return more <= 0
        ? String.join(", ", words)
        : Stream.concat(words.stream().limit(most), Stream.of("and %d more".formatted(more)))
            .collect(Collectors.joining(", "));
  }
}
