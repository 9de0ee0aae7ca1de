package io.portcullis.broker.xml;

import io.portcullis.rule.Fault;

/** What may be wrong in a broker's file, in words. */
public final class XmlFaults {

  static final Fault ELEMENT_UNKNOWN =
      new Fault("xml-element-unknown", "%s has no element of this name", "%2$s");
  static final Fault ELEMENT_MISPLACED =
      new Fault("xml-element-misplaced", "this element may not stand in %s", "%2$s");
  static final Fault ELEMENT_MISSING =
      new Fault("xml-element-missing", "something that must stand in it is missing", "%s");
  static final Fault NAMESPACE_WRONG =
      new Fault(
          "xml-namespace-wrong",
          "it is in the namespace \"%s\", which has no such element",
          "write xmlns=\"%2$s\" in it; the rest is judged as if it said so");
  static final Fault SCHEMA_UNNAMED =
      new Fault(
          "xml-schema-unnamed",
          "ActiveMQ checks the file against its schema and finds none for <%s>",
          "%2$s");
  static final Fault ATTRIBUTE_UNKNOWN =
      new Fault("xml-attribute-unknown", "%s has no attribute \"%s\"", "%3$s");
  static final Fault ATTRIBUTE_MISSING =
      new Fault("xml-attribute-missing", "it lacks an attribute that it must have", "%s");
  static final Fault VALUE_WRONG =
      new Fault("xml-value-wrong", "attribute %s cannot be \"%s\"", "%3$s");
  static final Fault TEXT_WRONG =
      new Fault("xml-text-wrong", "its text \"%s\" is not what may stand there", "%2$s");
  static final Fault TEXT_MISPLACED =
      new Fault(
          "xml-text-misplaced",
          "text stands in it, where only elements may stand",
          "remove the text, or put it into a comment <!-- -->");
  static final Fault ID_TWICE =
      new Fault(
          "xml-id-twice",
          "another element of the file has the same id or name \"%s\"",
          "give one of them another name, or remove it");
  static final Fault SCHEMA_OTHER =
      new Fault(
          "xml-schema-refuses",
          "the schema does not allow this element as it is",
          "compare it with the manual of ActiveMQ; the parser says: %s");
  static final Fault PROPERTY_UNKNOWN =
      new Fault("xml-property-unknown", "%s has no property \"%s\"", "%3$s");
  static final Fault PROPERTY_WRONG =
      new Fault("xml-property-wrong", "property %s cannot be \"%s\"", "%3$s");
  static final Fault BEAN_MISPLACED =
      new Fault(
          "xml-bean-misplaced",
          "%s is no %s, and only such beans may stand in %s",
          "delete this bean, %4$s, or move it out of %3$s");
  static final Fault CLASS_MISSING =
      new Fault(
          "xml-class-missing",
          "class %s is not on the class path, so ActiveMQ does not start",
          "%2$s");
  static final Fault CLASS_REMOVED =
      new Fault(
          "xml-class-removed",
          "this release of ActiveMQ has no class %s any more, so it does not start",
          "delete this bean, %2$s");
  static final Fault PROPERTY_TWICE =
      new Fault(
          "xml-property-twice", "property \"%s\" stands in it twice", "remove one of the two");
  static final Fault BEAN_UNMADE =
      new Fault(
          "xml-bean-unmade",
          "ActiveMQ cannot make this bean, so it does not start",
          "correct it; the reason given is: %s");

  /** A reference to a bean that nothing defines. */
  public static final Fault BEAN_MISSING =
      new Fault(
          "xml-bean-missing", "it refers to bean \"%s\", which the file does not define", "%2$s");

  /** A placeholder without a value. */
  public static final Fault PLACEHOLDER_MISSING =
      new Fault(
          "xml-placeholder-missing", "${%s} has no value, so ActiveMQ does not start", "%2$s");

  /** A file that is named and does not exist. */
  public static final Fault FILE_MISSING =
      new Fault(
          "xml-file-missing",
          "it needs a file that is not there: %s",
          "put it there, or say where the folder is, such as -Dactivemq.conf=FOLDER");

  /** A file that is named and cannot be read. */
  public static final Fault FILE_UNREADABLE =
      new Fault("xml-file-unreadable", "%s cannot be read: %s", "correct that file");

  /** A file whose only faults are those of the schema. */
  public static final Fault SCHEMA_ONLY =
      new Fault(
          "xml-schema-only",
          "only the schema refuses this file: started with xbean:%s?validate=false, ActiveMQ takes"
              + " it%s",
          "correct it all the same: without validation, ActiveMQ ignores what the schema would find");

  private XmlFaults() {}

  /** Returns the remedy for a placeholder whose name is like no other. */
  public static String giveValue(String name) {
    return "give it one in the properties file that the configuration names, or with -D%s=VALUE"
        .formatted(name);
  }
}
