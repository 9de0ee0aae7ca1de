package io.portcullis.broker.xml;

import io.portcullis.broker.xml.FileFault.Weight;
import java.nio.file.Path;
import java.util.Optional;
import org.w3c.dom.Element;

/** Finds beans whose class is missing, and corrects the name of a class that is misspelt. */
final class WrongClasses {

  /** A class that every Jetty has. Without it, the web server has a class path of its own. */
  private static final String ANY_JETTY = "org.eclipse.jetty.server.Server";

  private final Path file;
  private final FileFaults faults;

  WrongClasses(Path file, FileFaults faults) {
    this.file = file;
    this.faults = faults;
  }

  /** Returns the class of a bean; empty if it has none or it is missing, which is then a fault. */
  Optional<Class<?>> type(Element bean) {
    String type = BeanClasses.named(bean);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Optional<Class<?>> found = BeanClasses.find(type);
    boolean isNeeded = !bean.getAttribute("abstract").equals("true") && !isElsewhere(type);
    return found.isPresent() || !isNeeded ? found : missing(bean, type);
  }

  private static boolean isElsewhere(String type) {
    return type.startsWith(JettyClasses.PREFIX) && BeanClasses.find(ANY_JETTY).isEmpty();
  }

  private Optional<Class<?>> missing(Element bean, String type) {
    Optional<String> meant =
        BeanClasses.isRemoved(type) ? Optional.empty() : BeanClasses.similar(type);
    if (meant.isPresent()) {
      add(
          bean,
          type,
          Weight.START,
          "did you mean %s? The rest is judged as if it said so".formatted(meant.get()));
      bean.setAttribute("class", meant.get());
      return BeanClasses.find(meant.get());
    }
    if (BeanClasses.isRemoved(type)) {
      faults.add(
          file,
          bean,
          Weight.START,
          XmlFaults.CLASS_REMOVED,
          Shortened.of(type),
          LocatedXml.lines(bean));
      return Optional.empty();
    }
    Weight weight =
        faults.hasOwnClassPath() || BeanClasses.isOwn(type) ? Weight.START : Weight.CLASS_PATH;
    add(
        bean,
        type,
        weight,
        "put its jar into lib/, or delete this bean, " + LocatedXml.lines(bean));
    return Optional.empty();
  }

  private void add(Element bean, String type, Weight weight, String remedy) {
    faults.add(file, bean, weight, XmlFaults.CLASS_MISSING, Shortened.of(type), remedy);
  }
}
