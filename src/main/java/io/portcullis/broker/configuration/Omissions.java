package io.portcullis.broker.configuration;

import io.portcullis.broker.xml.FileFault.Weight;
import io.portcullis.broker.xml.FileFaults;
import io.portcullis.broker.xml.LocatedXml;
import io.portcullis.broker.xml.XmlFaults;
import io.portcullis.policy.SimilarName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.w3c.dom.Element;

/** Collects the omissions of a configuration that is read as data. */
final class Omissions {

  /** The maximum number in a report. More would not tell more. */
  private static final int MOST = 1000;

  private static final int LONGEST = 300;

  private final Set<Omission> things = new LinkedHashSet<>();
  private final FileFaults faults;
  private boolean definesMore;

  /**
   * @param faults what is wrong in the configuration
   */
  Omissions(FileFaults faults) {
    this.faults = faults;
  }

  /** Returns what is wrong in the configuration. */
  FileFaults faults() {
    return faults;
  }

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

  /** Records that a file which may define beans is not read. */
  void defineMore() {
    definesMore = true;
  }

  /** Adds a reference to a bean as a fault, unless a file that is not read may define the bean. */
  void missing(
      Path file, Element element, String attribute, String name, Collection<String> known) {
    if (!definesMore) {
      faults.add(
          file,
          element,
          attribute,
          Weight.START,
          XmlFaults.BEAN_MISSING,
          name,
          new SimilarName(new TreeSet<>(known))
              .to(name)
              .map("did you mean \"%s\"?"::formatted)
              .orElse("define it, or remove the reference"));
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
