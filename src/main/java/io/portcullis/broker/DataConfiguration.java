package io.portcullis.broker;

import io.portcullis.broker.ConfigurationClasses.Use;
import io.portcullis.broker.DataBeans.Place;
import io.portcullis.broker.DataBeans.Slot;
import io.portcullis.broker.DeclaredElements.Declared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.xbean.spring.context.v2.XBeanXmlBeanDefinitionReader;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.xml.XmlBeanDefinitionReader;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.ClassUtils;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A configuration that may come from anybody, read as data. Two things become of it: the beans that
 * a broker consists of, which can be made, and the definitions of those beside it, which can be
 * looked at and are never made.
 */
final class DataConfiguration {

  private final FileReach reach;
  private final Placeholders placeholders;
  private final LeftOutThings leftOut = new LeftOutThings();
  private final Map<String, String> types = new HashMap<>();
  private final ListedBeans made;
  private Optional<Declared> keys = Optional.empty();
  private final DefaultListableBeanFactory beside = new DefaultListableBeanFactory();

  private DataConfiguration(
      FileReach reach, Map<String, String> folders, KeyStoreFaults keyStores) {
    this.reach = reach;
    this.placeholders = new Placeholders(folders);
    this.made = new ListedBeans(keyStores);
    beside.setBeanClassLoader(Thread.currentThread().getContextClassLoader());
  }

  /**
   * Reads one.
   *
   * @param folders those that a start is told of, such as {@code activemq.conf}
   * @param keyStores loads key stores, where they are
   * @throws IOException if it cannot be read
   * @throws RuntimeException if it is no valid configuration
   */
  static DataConfiguration read(
      Path file, FileReach reach, Map<String, String> folders, KeyStoreFaults keyStores)
      throws IOException {
    DataConfiguration configuration = new DataConfiguration(reach, folders, keyStores);
    configuration.read(file);
    return configuration;
  }

  /** Makes the beans that a broker consists of. */
  ListedBeans made() {
    return made;
  }

  /** The definitions of those beside it. */
  DefaultListableBeanFactory beside() {
    return beside;
  }

  /** What was left out. */
  List<LeftOut> leftOut() {
    return leftOut.all();
  }

  /** Keys that were not read, as left out of the first element that names keys. */
  LeftOut keys(String what) {
    Declared where = keys.orElseThrow(() -> new IllegalStateException(what));
    return new LeftOut(
        what, where.file(), LocatedXml.line(where.element()), RuleNeed.TLS.rules(), true);
  }

  private void findKeys(Path file, Element element) {
    boolean names =
        element.hasAttribute("keyStore")
            || element.hasAttribute("trustStore")
            || element.hasAttribute("crlPath")
            || DataBeans.type(element).endsWith(".SpringSslContext");
    if (keys.isEmpty() && names) {
      keys = Optional.of(new Declared(file, element));
    }
    KnownElements.in(element).forEach(inner -> findKeys(file, inner));
  }

  private void read(Path file) throws IOException {
    List<Declared> declared = DeclaredElements.of(file, reach, placeholders, leftOut);
    PropertyFiles properties = new PropertyFiles(reach, placeholders, leftOut);
    for (Declared each : declared) {
      if (PropertyFiles.isReplacing(each.element())) {
        properties.read(each.file(), each.element());
      }
      findKeys(each.file(), each.element());
      names(each.element()).forEach(name -> types.put(name, DataBeans.type(each.element())));
    }
    declared.stream()
        .map(Declared::element)
        .filter(element -> KnownElements.isSprings(element, "alias"))
        .forEach(
            alias ->
                // Spring asks aliases first.
                types.put(
                    alias.getAttribute("alias"),
                    types.getOrDefault(alias.getAttribute("name"), "")));
    for (Declared each : declared) {
      read(each);
    }
  }

  private static Stream<String> names(Element element) {
    return Stream.concat(
            Stream.of(element.getAttribute("id")),
            KnownElements.isSprings(element, "bean")
                ? Stream.of(element.getAttribute("name").split("[,; ]", -1))
                : Stream.of())
        .filter(name -> !name.isBlank());
  }

  private void read(Declared declared) {
    Element element = declared.element();
    DataTexts texts = new DataTexts(placeholders, leftOut);
    if (PropertyFiles.isReplacing(element)) {
      lookAt(declared, texts);
    } else if (DataBeans.isMade(DataBeans.type(element))) {
      make(declared, texts);
    } else if (KnownElements.isSprings(element, "alias")) {
      alias(element);
    } else if (KnownElements.isSprings(element, "bean")) {
      lookAt(declared, texts);
      tellOfHidden(declared);
    } else if (!KnownElements.isSprings(element) && !KnownElements.isMapped(element)) {
      leftOut.add(
          declared.file(),
          element,
          "%s is not made".formatted(DataBeans.tag(element)),
          RuleNeed.BESIDE,
          false);
    }
  }

  private void alias(Element element) {
    String name = element.getAttribute("name");
    String alias = element.getAttribute("alias");
    if (DataBeans.isMade(types.getOrDefault(name, ""))) {
      made.registerAlias(name, alias);
    } else {
      beside.registerAlias(name, alias);
    }
  }

  private void make(Declared declared, DataTexts texts) {
    Document document = document();
    DataBeans beans = new DataBeans(document, texts, leftOut, types);
    Place place = new Place(declared.file(), RuleNeed.NOTHING, Use.PART, Slot.OTHER);
    beans.bean(declared.element(), place).ifPresent(document.getDocumentElement()::appendChild);
    beans.standIns().forEach(document.getDocumentElement()::appendChild);
    XmlBeanDefinitionReader reader = new XBeanXmlBeanDefinitionReader(null, made, List.of());
    reader.registerBeanDefinitions(document, new FileSystemResource(declared.file()));
  }

  /** Spring's own reader loads no class without a class loader. */
  private void lookAt(Declared declared, DataTexts texts) {
    Document document = document();
    new BesideBeans(document, texts)
        .copy(declared.element())
        .ifPresent(document.getDocumentElement()::appendChild);
    new XmlBeanDefinitionReader(beside)
        .registerBeanDefinitions(document, new FileSystemResource(declared.file()));
  }

  /** What a start calls before it makes the broker, or what is defined by another. */
  private void tellOfHidden(Declared declared) {
    Element element = declared.element();
    if (element.hasAttribute("parent")) {
      leftOut.add(
          declared.file(),
          element,
          "bean with parent \"%s\" is not looked at".formatted(element.getAttribute("parent")),
          RuleNeed.BESIDE,
          false);
    } else if (actsOnOthers(DataBeans.type(element))) {
      leftOut.add(
          declared.file(),
          element,
          "bean %s, which acts on others, is not made".formatted(DataBeans.type(element)),
          RuleNeed.PLUGINS,
          false);
    }
  }

  private static boolean actsOnOthers(String type) {
    try {
      Class<?> found = ClassUtils.forName(type, Thread.currentThread().getContextClassLoader());
      return BeanPostProcessor.class.isAssignableFrom(found)
          || BeanFactoryPostProcessor.class.isAssignableFrom(found);
    } catch (ClassNotFoundException | LinkageError | IllegalArgumentException e) {
      return false;
    }
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
