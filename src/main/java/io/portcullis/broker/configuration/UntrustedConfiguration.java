package io.portcullis.broker.configuration;

import io.portcullis.broker.configuration.ConfigurationClasses.Use;
import io.portcullis.broker.configuration.DeclaredElements.Declared;
import io.portcullis.broker.configuration.UntrustedBeans.Place;
import io.portcullis.broker.configuration.UntrustedBeans.Slot;
import io.portcullis.broker.platform.FileReach;
import io.portcullis.broker.transport.KeyStoreFaults;
import io.portcullis.broker.xml.FileFaults;
import io.portcullis.broker.xml.KnownElements;
import io.portcullis.broker.xml.LocatedXml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.xbean.spring.context.v2.XBeanXmlBeanDefinitionReader;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.xml.XmlBeanDefinitionReader;
import org.springframework.core.io.FileSystemResource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * An untrusted configuration, read as data. It yields two sets of definitions: those of the broker,
 * which may be created, and those beside it, which are inspected and never created.
 */
final class UntrustedConfiguration {

  private final FileReach reach;
  private final Placeholders placeholders;
  private final Omissions leftOut;
  private final AllowedBeans made;
  private Optional<Declared> keys = Optional.empty();
  private final DefaultListableBeanFactory beside = new DefaultListableBeanFactory();

  private UntrustedConfiguration(
      FileReach reach, Map<String, String> folders, KeyStoreFaults keyStores, FileFaults faults) {
    this.reach = reach;
    this.leftOut = new Omissions(faults);
    this.placeholders = new Placeholders(folders);
    this.made = new AllowedBeans(keyStores);
    beside.setBeanClassLoader(Thread.currentThread().getContextClassLoader());
  }

  /**
   * Reads a configuration.
   *
   * @param folders the folders that a start knows, such as {@code activemq.conf}
   * @param keyStores loads key stores, if they exist
   * @param faults receives what is wrong in it
   * @throws IOException if it cannot be read
   * @throws RuntimeException if Spring or XBean does not take it
   */
  static UntrustedConfiguration read(
      Path file,
      FileReach reach,
      Map<String, String> folders,
      KeyStoreFaults keyStores,
      FileFaults faults)
      throws IOException {
    UntrustedConfiguration configuration =
        new UntrustedConfiguration(reach, folders, keyStores, faults);
    configuration.read(file);
    return configuration;
  }

  /** Creates the beans of the broker. */
  AllowedBeans made() {
    return made;
  }

  /** Returns the definitions of the beans beside it. */
  DefaultListableBeanFactory beside() {
    return beside;
  }

  /** Returns the omissions. */
  List<Omission> leftOut() {
    return leftOut.all();
  }

  /** Describes unread keys as an omission at the first element that names keys. */
  Omission keys(String what) {
    Declared where = keys.orElseThrow(() -> new IllegalStateException(what));
    return new Omission(
        what, where.file(), LocatedXml.line(where.element()), DependentRules.TLS.rules(), true);
  }

  private void findKeys(Path file, Element element) {
    boolean names =
        element.hasAttribute("keyStore")
            || element.hasAttribute("trustStore")
            || element.hasAttribute("crlPath")
            || UntrustedBeans.type(element).endsWith(".SpringSslContext");
    if (keys.isEmpty() && names) {
      keys = Optional.of(new Declared(file, element));
    }
    KnownElements.in(element).forEach(inner -> findKeys(file, inner));
  }

  private void read(Path file) throws IOException {
    List<Declared> declared = DeclaredElements.of(file, reach, placeholders, leftOut);
    PropertyFiles properties = new PropertyFiles(reach, placeholders, leftOut);
    List<Declared> replacing =
        declared.stream().filter(each -> PropertyFiles.isReplacing(each.element())).toList();
    for (Declared each : replacing) {
      properties.read(each.file(), each.element(), replacing.size() == 1);
    }
    for (Declared each : declared) {
      findKeys(each.file(), each.element());
    }
    MissingValues missing = new MissingValues(placeholders, leftOut.faults());
    declared.forEach(missing::tellOf);
    DeclaredNames names = new DeclaredNames(declared, placeholders);
    UnmadeBeans unmade = new UnmadeBeans(names, leftOut);
    for (Declared each : declared) {
      if (!names.isReplaced(each) && !DeclaredNames.isAbstract(each.element())) {
        read(each, names, unmade);
      }
    }
  }

  private void read(Declared declared, DeclaredNames names, UnmadeBeans unmade) {
    Element element = declared.element();
    UntrustedTexts texts = new UntrustedTexts(placeholders, leftOut);
    if (PropertyFiles.isReplacing(element)) {
      lookAt(declared, texts);
    } else if (UntrustedBeans.isMade(UntrustedBeans.type(element))) {
      make(declared, texts, names.types());
    } else if (KnownElements.isSprings(element, "alias")) {
      alias(declared, texts, names.types());
    } else {
      lookAt(declared, texts);
      unmade.tellOf(declared);
    }
  }

  private void alias(Declared declared, UntrustedTexts texts, Map<String, String> types) {
    Optional<String> name = aliased(declared, texts, "name");
    Optional<String> alias = aliased(declared, texts, "alias");
    if (name.isPresent() && alias.isPresent()) {
      boolean isMade = UntrustedBeans.isMade(types.getOrDefault(name.get(), ""));
      (isMade ? made : beside).registerAlias(name.get(), alias.get());
    }
  }

  private Optional<String> aliased(Declared declared, UntrustedTexts texts, String attribute) {
    Element element = declared.element();
    return texts.of(
        element.getAttribute(attribute),
        "attribute %s of <alias>".formatted(attribute),
        declared.file(),
        element,
        DependentRules.GATE,
        false);
  }

  private void make(Declared declared, UntrustedTexts texts, Map<String, String> types) {
    Document document = document();
    UntrustedBeans beans = new UntrustedBeans(document, texts, leftOut, types);
    Place place = new Place(declared.file(), DependentRules.GATE, Use.PART, Slot.OTHER);
    beans.bean(declared.element(), place).ifPresent(document.getDocumentElement()::appendChild);
    beans.standIns().forEach(document.getDocumentElement()::appendChild);
    XmlBeanDefinitionReader reader = new XBeanXmlBeanDefinitionReader(null, made, List.of());
    reader.registerBeanDefinitions(document, new FileSystemResource(declared.file()));
  }

  /** Reads definitions. Without a class loader, Spring's own reader loads no class. */
  private void lookAt(Declared declared, UntrustedTexts texts) {
    Document document = document();
    new SiblingBeans(document, texts)
        .copy(declared.element())
        .ifPresent(document.getDocumentElement()::appendChild);
    new XmlBeanDefinitionReader(beside)
        .registerBeanDefinitions(document, new FileSystemResource(declared.file()));
  }

  private static Document document() {
    try {
      Document document =
          DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().newDocument();
      document.appendChild(document.createElementNS(LocatedXml.BEANS, "beans"));
      return document;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK makes documents", e);
    }
  }
}
