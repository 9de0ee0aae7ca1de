package io.portcullis.suggest;

import io.portcullis.usage.ClientIdFamily;
import io.portcullis.usage.ClientUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes patterns of the client ids that were seen. A pattern is proposed only if it keeps no other
 * user from an id that this user had.
 */
final class ClientIdProposal {

  private static final String GENERATED = ClientIdFamily.GENERATED;

  /** How OpenWire's own clients begin the ids that they generate. */
  private static final String LIBRARY = "ID:";

  private static final int SHORTEST = 4;
  private static final int MOST = 20;

  /** What a user's client ids look like. */
  private record Form(String user, String client) {

    /** What stands before the generated part. */
    String prefix() {
      int generated = client.indexOf(GENERATED);
      return generated < 0 ? client : client.substring(0, generated);
    }

    boolean isFixed() {
      return !client.contains(GENERATED);
    }

    boolean canBeProposed() {
      return !user.isEmpty()
          && !user.equals("*")
          && prefix().length() >= SHORTEST
          && !client.startsWith(LIBRARY)
          && !client.contains("*")
          && ConfigurableName.fault(user).isEmpty()
          && ConfigurableName.fault(client).isEmpty();
    }

    /** Whether some id may be of both. */
    boolean meets(Form other) {
      if (isFixed() && other.isFixed()) {
        return client.equals(other.client);
      }
      if (isFixed()) {
        return client.startsWith(other.prefix());
      }
      return other.isFixed()
          ? other.client.startsWith(prefix())
          : prefix().startsWith(other.prefix()) || other.prefix().startsWith(prefix());
    }
  }

  private ClientIdProposal() {}

  /** Returns the patterns, by user. */
  static List<ProposedClientId> of(List<ClientUse> clients) {
    Map<Form, List<ClientUse>> forms =
        new TreeMap<>(Comparator.comparing(Form::user).thenComparing(Form::client));
    for (ClientUse use : clients) {
      if (!use.client().isEmpty()) {
        forms
            .computeIfAbsent(new Form(use.user(), use.client()), form -> new ArrayList<>())
            .add(use);
      }
    }
    List<Form> proposed =
        new ArrayList<>(forms.keySet().stream().filter(Form::canBeProposed).toList());
    Map<String, Long> each = new TreeMap<>();
    proposed.forEach(form -> each.merge(form.user(), 1L, Long::sum));
    proposed.removeIf(form -> each.get(form.user()) > MOST);
    List<Form> others = new ArrayList<>(forms.keySet());
    others.removeAll(proposed);
    while (dropConflicts(proposed, others)) {
      // What was dropped may keep another from being proposed.
    }
    return proposed.stream()
        .map(
            form ->
                new ProposedClientId(
                    form.user(), form.client().replace(GENERATED, "*"), forms.get(form)))
        .toList();
  }

  /** Drops what would keep others from their ids, and tells whether it dropped anything. */
  private static boolean dropConflicts(List<Form> proposed, List<Form> others) {
    List<Form> dropped =
        proposed.stream()
            .filter(
                form ->
                    others.stream()
                        .anyMatch(other -> !other.user().equals(form.user()) && other.meets(form)))
            .toList();
    proposed.removeAll(dropped);
    others.addAll(dropped);
    return !dropped.isEmpty();
  }
}
