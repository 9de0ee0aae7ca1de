package io.portcullis.scenario.remedies;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Named;

/**
 * A configuration that has a violation.
 *
 * @param name what it is, for people
 * @param code the violation's code
 * @param setting writes it
 * @param alternative which of the remedy's alternatives is applied, from 0
 * @param takes the users and rights that the remedy says that it takes away
 * @param every whether the remedies of all violations with this code are applied
 */
record Failing(
    String name, String code, Setting setting, int alternative, Set<String> takes, boolean every) {

  /** Writes a configuration into a folder. */
  @FunctionalInterface
  interface Setting {
    void write(ConfFolder folder) throws Exception;
  }

  Failing {
    takes = Set.copyOf(takes);
  }

  static Named<Failing> of(String code, String name, Setting setting) {
    return named(new Failing(name, code, setting, 0, Set.of(), false));
  }

  static Named<Failing> named(Failing row) {
    return Named.of("%s: %s".formatted(row.code, row.name), row);
  }

  /** The remedy's second alternative is applied, and so on. */
  static Named<Failing> other(int alternative, Named<Failing> row) {
    Failing was = row.getPayload();
    return named(new Failing(was.name, was.code, was.setting, alternative, was.takes, was.every));
  }

  /** The remedy says that it takes these away. */
  static Named<Failing> taking(Named<Failing> row, String... takes) {
    Failing was = row.getPayload();
    return named(
        new Failing(was.name, was.code, was.setting, was.alternative, Set.of(takes), was.every));
  }

  /** The violation is there several times, and goes when all of its remedies are applied. */
  static Named<Failing> all(Named<Failing> row) {
    Failing was = row.getPayload();
    return named(new Failing(was.name, was.code, was.setting, was.alternative, was.takes, true));
  }

  @SafeVarargs
  static List<Named<Failing>> rows(Named<Failing>... rows) {
    List<Named<Failing>> all = new ArrayList<>();
    for (Named<Failing> row : rows) {
      all.add(row);
    }
    return all;
  }
}
