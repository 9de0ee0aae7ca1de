package io.portcullis.broker.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Element;

/** Collects the omissions of a configuration that is read as data. */
final class Omissions {

  /** The maximum number in a report. More would not tell more. */
  private static final int MOST = 1000;

  private static final int LONGEST = 300;

  private final Set<Omission> things = new LinkedHashSet<>();

  void add(Path file, Element element, String what, DependentRules need, boolean silences) {
    int line = LocatedXml.line(element);
    if (things.size() < MOST) {
      String said = what.length() <= LONGEST ? what : what.substring(0, LONGEST) + "...";
      things.add(new Omission(said, file, line, need.rules(), silences));
    } else if (things.size() == MOST) {
      things.add(
          new Omission("more, from here on", file, line, DependentRules.GATE.rules(), false));
    }
  }

  /** Returns their number. */
  int count() {
    return things.size();
  }

  List<Omission> all() {
    return new ArrayList<>(things);
  }
}
