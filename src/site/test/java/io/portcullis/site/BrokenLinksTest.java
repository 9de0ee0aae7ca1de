package io.portcullis.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenLinksTest {

  @TempDir Path site;

  @Test
  void namesPageAndLinkWithoutTarget() throws IOException {
    Files.writeString(site.resolve("a.html"), "<a href='b.html'>b</a><img src='c.png'>");

    assertThat(BrokenLinks.in(site))
        .containsExactly("a.html: b.html: no such file", "a.html: c.png: no such file");
  }

  @Test
  void namesAnchorThatTheOtherPageLacks() throws IOException {
    Files.writeString(site.resolve("a.html"), "<a href='b.html#x'>b</a><a href='b.html#y'>b</a>");
    Files.writeString(site.resolve("b.html"), "<h2 id='x'>X</h2><a href='#z'>z</a>");

    assertThat(BrokenLinks.in(site))
        .containsExactly("a.html: b.html#y: no such anchor", "b.html: #z: no such anchor");
  }

  @Test
  void refusesFilesOutsideTheSite() throws IOException {
    Path inner = Files.createDirectory(site.resolve("inner"));
    Files.writeString(site.resolve("out.html"), "");
    Files.writeString(inner.resolve("a.html"), "<a href='../out.html'>out</a>");

    assertThat(BrokenLinks.in(inner)).containsExactly("a.html: ../out.html: no such file");
  }

  @Test
  void leavesOtherSitesAlone() throws IOException {
    Files.writeString(site.resolve("a.html"), "<a href='https://activemq.apache.org/x'>x</a>");

    assertThat(BrokenLinks.in(site)).isEmpty();
  }
}
