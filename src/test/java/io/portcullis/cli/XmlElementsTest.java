package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XmlElementsTest {

  @TempDir private Path folder;

  @Test
  void anElementBeginsWhereItsTagBegins() throws Exception {
    assertThat(
            lines(
                "<?xml version=\"1.0\"?>\n<r>\n<!-- a\n   comment -->\n<a\n  x='1'\n  >\n<b/><c\n/>\n\n"
                    + "  text <d/></a></r>"))
        .containsExactly("r 1", "a 5", "b 8", "c 8", "d 11");
  }

  @Test
  void carriageReturnsCountOnce() throws Exception {
    assertThat(lines("<a>\r\n<b/>\r\n<c/></a>")).containsExactly("a 1", "b 2", "c 3");
  }

  @Test
  void importsAreFollowedOnce() throws Exception {
    Files.writeString(
        folder.resolve("other.xml"), "<beans>\n<import resource=\"a.xml\"/>\n<x/></beans>");

    assertThat(
            lines(
                "<beans>\n<import resource=\"other.xml\"/><import resource=\"other.xml\"/>"
                    + "<import resource=\"classpath*:\u0000*.xml\"/><import resource=\"none.xml\"/>\n<y/></beans>"
                        .replace("\u0000", "")))
        .containsExactly(
            "beans 1",
            "import 2",
            "beans 1",
            "import 2",
            "x 3",
            "import 2",
            "import 2",
            "import 2",
            "y 3");
  }

  @Test
  void whatIsNoXmlHasWhatWasReadUntilThen() throws Exception {
    assertThat(lines("<a><b/>\n<c")).containsExactly("a 1", "b 1");
    assertThat(XmlElements.of(folder.resolve("none.xml"))).isEmpty();
  }

  @Test
  void aBombOfEntitiesIsNotUnfolded() throws Exception {
    assertThat(
            lines(
                "<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;&x;\">]>\n<a><b/>&y;</a>"))
        .containsExactly("a 1", "b 2");
  }

  @Test
  void ofAStrangersFileWhatIsOutsideItsFolderIsNotRead() throws Exception {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Path outside = Files.writeString(folder.resolve("outside.xml"), "<outside/>");
    Files.writeString(inside.resolve("beside.xml"), "<beside/>");
    Files.createSymbolicLink(inside.resolve("link.xml"), outside);
    Path file =
        Files.writeString(
            inside.resolve("a.xml"),
            "<a><import resource=\"../outside.xml\"/><import resource=\"link.xml\"/>"
                + "<import resource=\"beside.xml\"/></a>");

    assertThat(XmlElements.inFolder(file))
        .extracting(XmlElement::name)
        .contains("beside")
        .doesNotContain("outside");
    assertThat(XmlElements.of(file)).extracting(XmlElement::name).contains("outside");
  }

  private List<String> lines(String xml) throws Exception {
    return XmlElements.of(Files.writeString(folder.resolve("a.xml"), xml)).stream()
        .map(element -> element.name() + " " + element.place().line())
        .toList();
  }
}
