package io.portcullis.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What ActiveMQ's own files have closed since 5.19.7, 6.2.6 and 6.3.0, put into older files. */
final class ClosedDoors {

  private static final String DENIED = "/io/portcullis/rule/jolokia-denied.txt";

  private ClosedDoors() {}

  /** Takes the servlet out of a web.xml, with its mapping. */
  static void takeOutMessageServlet(Path webXml) throws IOException {
    String text = Files.readString(webXml);
    for (String element : new String[] {"servlet", "servlet-mapping"}) {
      text =
          text.replaceAll(
              "(?s)<%1$s>\\s*<servlet-name>message</servlet-name>.*?</%1$s>".formatted(element),
              "");
    }
    Files.writeString(webXml, text);
  }

  /** The element of a jolokia-access.xml that denies what ActiveMQ's own denies. */
  static String denials() throws IOException {
    StringBuilder denials = new StringBuilder("<deny>");
    try (InputStream in = ClosedDoors.class.getResourceAsStream(DENIED)) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .forEach(
              words -> {
                denials.append("<mbean><name>").append(words[0]).append("</name>");
                for (int i = 2; i < words.length; i++) {
                  denials.append("<%1$s>%2$s</%1$s>".formatted(words[1], words[i]));
                }
                denials.append("</mbean>");
              });
    }
    return denials.append("</deny>").toString();
  }
}
