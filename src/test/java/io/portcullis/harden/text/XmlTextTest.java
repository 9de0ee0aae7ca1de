package io.portcullis.harden.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One element changes, and everything else stays letter by letter. */
class XmlTextTest {

  private static final String ODD =
      """
      <?xml version='1.0'?>
      <!-- <broker> in a comment -- >
      -->
      <!DOCTYPE beans [ <!ENTITY x "<y>"> ]>
      <beans  xmlns="u"
         xmlns:amq='http://activemq.apache.org/schema/core' >
      \t<amq:broker  brokerName = 'a&amp;b'
            x="&#10;>" y='"q"'>
      \t\t<list ><!-- in --><![CDATA[ <item> ]]>
      \t\t\t<item uri="a?b=1&amp;c=2"
      \t\t\t   name="o" />
      \t\t</list  >
      \t\t<empty></empty>
      \t</amq:broker  >
      </beans>
      <!-- end -->
      """;

  private static String edited(
      String text, String element, BiFunction<XmlText, XmlNode, String> edit) {
    XmlText xml = XmlText.of(text, "\n");
    return edit.apply(
        xml, xml.root().first(node -> node.localName().equals(element)).orElseThrow());
  }

  @Test
  void anAttributeChangesInItsPlace() {
    assertThat(edited(ODD, "item", (xml, node) -> xml.withAttribute(node, "uri", "x&\"<>'")))
        .isEqualTo(ODD.replace("a?b=1&amp;c=2", "x&amp;&quot;&lt;>&apos;"));
  }

  @Test
  void aNewAttributeComesLast() {
    assertThat(edited(ODD, "broker", (xml, node) -> xml.withAttribute(node, "z", "1")))
        .isEqualTo(ODD.replace("'\"q\"'", "'\"q\"' z=\"1\""));
  }

  @Test
  void anAttributeGoesWithItsWhiteSpace() {
    assertThat(edited(ODD, "item", (xml, node) -> xml.withoutAttribute(node, "name")))
        .isEqualTo(ODD.replace("\n\t\t\t   name=\"o\"", ""));
  }

  @Test
  void insertedLinesTakeTheIndentationOfTheirPlace() {
    assertThat(edited(ODD, "list", (xml, node) -> xml.last(node, "<a>\n  <b/>\n</a>")))
        .isEqualTo(
            ODD.replace("name=\"o\" />", "name=\"o\" />\n\t\t\t<a>\n\t\t\t\t<b/>\n\t\t\t</a>"));
    assertThat(edited(ODD, "item", (xml, node) -> xml.before(node, "<a/>")))
        .isEqualTo(ODD.replace("\t<item", "\t<a/>\n\t\t\t<item"));
    assertThat(edited(ODD, "empty", (xml, node) -> xml.first(node, "<a/>")))
        .isEqualTo(ODD.replace("<empty></empty>", "<empty>\n\t\t\t<a/>\n\t\t</empty>"));
    assertThat(edited(ODD, "item", (xml, node) -> xml.first(node, "<a/>")))
        .isEqualTo(ODD.replace("name=\"o\" />", "name=\"o\">\n\t\t\t\t<a/>\n\t\t\t</item>"));
  }

  @Test
  void anElementGoesWithItsLine() {
    assertThat(edited(ODD, "empty", XmlText::without))
        .isEqualTo(ODD.replace("\t\t<empty></empty>\n", ""));
    assertThat(edited("<a><b/><c/></a>", "b", XmlText::without)).isEqualTo("<a><c/></a>");
  }

  @Test
  void namespacesAndValuesAreResolved() {
    XmlNode broker =
        XmlText.of(ODD, "\n").root().first(node -> node.localName().equals("broker")).orElseThrow();

    assertThat(broker.namespace()).isEqualTo("http://activemq.apache.org/schema/core");
    assertThat(broker.attribute("brokerName")).hasValue("a&b");
    assertThat(broker.attribute("x")).hasValue("\n>");
    assertThat(broker.child("list").orElseThrow().namespace()).isEqualTo("u");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "text", "<a>", "<a", "<a b", "<a b=", "<a b='", "</a>", "<a/></a>", "<a><!--"})
  void whatIsNotWellFormedIsRefused(String text) {
    assertThatThrownBy(() -> XmlText.of(text, "\n")).isInstanceOf(IllegalArgumentException.class);
  }
}
