package io.portcullis.harden.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** An element of an XML text, with its place in the text. Offsets count characters. */
public final class XmlNode {

  /**
   * An attribute.
   *
   * @param value its value, with entities resolved
   * @param from the offset of its name
   * @param valueFrom the offset of the value, behind the quotation mark
   * @param valueTo the offset of the closing quotation mark
   */
  public record Attribute(String value, int from, int valueFrom, int valueTo) {}

  private final String name;
  private final Optional<XmlNode> parent;
  private final int from;
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final List<XmlNode> children = new ArrayList<>();
  private int openTo;
  private int closeFrom;
  private int to;

  public XmlNode(String name, Optional<XmlNode> parent, int from) {
    this.name = name;
    this.parent = parent;
    this.from = from;
  }

  public void add(XmlNode child) {
    children.add(child);
  }

  public void add(String attribute, Attribute its) {
    attributes.put(attribute, its);
  }

  /** Sets the end of the start tag, behind its {@code >}. */
  public void opened(int offset) {
    openTo = offset;
  }

  /** Sets the begin of the end tag, and its end. An empty-element tag has both at its end. */
  public void closed(int closeTagFrom, int closeTagTo) {
    closeFrom = closeTagFrom;
    to = closeTagTo;
  }

  /** Returns the name with its prefix. */
  public String name() {
    return name;
  }

  /** Returns the prefix with its colon; empty if there is none. */
  public String prefix() {
    return name.substring(0, name.indexOf(':') + 1);
  }

  /** Returns the name without its prefix. */
  public String localName() {
    return name.substring(name.indexOf(':') + 1);
  }

  /** Returns the namespace; empty if there is none. */
  public String namespace() {
    String prefix = prefix();
    String declaration =
        prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix.substring(0, prefix.length() - 1);
    for (Optional<XmlNode> node = Optional.of(this); node.isPresent(); node = node.get().parent()) {
      Attribute declared = node.get().attributes.get(declaration);
      if (declared != null) {
        return declared.value();
      }
    }
    return "";
  }

  public Optional<XmlNode> parent() {
    return parent;
  }

  public List<XmlNode> children() {
    return children;
  }

  /** Returns the value of an attribute; empty if there is none. */
  public Optional<String> attribute(String attribute) {
    return place(attribute).map(Attribute::value);
  }

  /** Returns the names of its attributes. */
  public Set<String> attributes() {
    return attributes.keySet();
  }

  /** Tells whether it has an attribute. */
  public boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /** Returns the names of the attributes, without declarations of prefixes. */
  public Set<String> attributeNames() {
    Set<String> names = new LinkedHashSet<>(attributes.keySet());
    names.removeIf(attribute -> attribute.startsWith("xmlns:"));
    return names;
  }

  /** Returns an attribute with its place. */
  public Optional<Attribute> place(String attribute) {
    return Optional.ofNullable(attributes.get(attribute));
  }

  /** Returns the offset of the element. */
  public int from() {
    return from;
  }

  /** Returns the offset behind the start tag. */
  public int openTo() {
    return openTo;
  }

  /** Returns the offset of the end tag; that behind the element if it has none. */
  public int closeFrom() {
    return closeFrom;
  }

  /** Returns the offset behind the element. */
  public int to() {
    return to;
  }

  /** Tells whether it is one empty-element tag. */
  public boolean isEmptyTag() {
    return closeFrom == to;
  }

  /** Returns the elements below it and itself, in the order of the text. */
  public Stream<XmlNode> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(XmlNode::all));
  }

  /** Returns the first element of {@link #all} that matches. */
  public Optional<XmlNode> first(Predicate<XmlNode> which) {
    return all().filter(which).findFirst();
  }

  /** Returns the first child of this local name. */
  public Optional<XmlNode> child(String localName) {
    return children.stream().filter(child -> child.localName().equals(localName)).findFirst();
  }
}
