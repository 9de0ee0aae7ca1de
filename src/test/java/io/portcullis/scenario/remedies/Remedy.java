package io.portcullis.scenario.remedies;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.Violation;
import io.portcullis.testing.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Does what the words of a remedy say, and nothing else: whatever is pasted, set, removed or run is
 * taken out of the words. What it does not understand is an error.
 *
 * <p>The alternatives of a remedy are divided by {@code , or } and {@code ; if }.
 */
final class Remedy {

  private static final String TAG = "(<\\w+(?: [\\w.]+=\"[^\"]*\")*>)";
  private static final String RIGHTS =
      "((?:read|write|admin)(?:(?:, | and )(?:read|write|admin))*)";

  /** What words say to do. */
  private interface Deed {
    void apply(Remedy remedy, Matcher words) throws Exception;
  }

  private static final List<Map.Entry<Pattern, Deed>> DEEDS =
      List.of(
          deed(
              "put (<.+?>) and (</.+?>) around what is in "
                  + TAG
                  + " of (?:the server's bean|"
                  + TAG
                  + ")",
              Remedy::wrap),
          deed(
              "put (<.+?>) (first |last |)into "
                  + TAG
                  + "(?: in (/\\S+?))?(, in place of any other(?: of that name)? there|(?=;|,| |$))",
              Remedy::put),
          deed("add \"(.+?)\" to the line of each of (.+?) in (\\S+)", Remedy::addRole),
          deed("move " + TAG + " (before|behind) " + TAG, Remedy::move),
          deed(
              "set trustStore=\"file:FILE\" and trustStorePassword=\"PASSWORD\" on (<sslContext>)",
              Remedy::trust),
          deed(
              "set ((?:[\\w.]+=\"[^\"]*\"(?:, | and )?)+) on (?:the )?"
                  + TAG
                  + "(?: in "
                  + TAG
                  + ")?",
              Remedy::set),
          deed("add ([^<>]+?) to " + RIGHTS + " of " + TAG, Remedy::add),
          deed(
              "take ([^<>]+?) out of " + RIGHTS + " of (" + TAG + "(?:(?:, | and )" + TAG + ")*)",
              Remedy::take),
          deed(
              "remove ((?:[\\w.]+=\"[^\"]*\"(?:, | and )?)+) from " + TAG, Remedy::removeAttribute),
          deed("remove " + TAG, Remedy::removeElement),
          deed("write (\\S+) for (\\S+) in its (?:URI|uri)", Remedy::rewrite),
          deed(
              "write (\\$\\{\\S+?}) for (\\$\\{\\S+?}) in its (\\w+)",
              (remedy, words) -> remedy.folder.replace(words.group(2), words.group(1))),
          deed(
              "write its value for (\\$\\{\\S+?}) in its (\\w+)",
              (remedy, words) -> remedy.folder.replace(words.group(1), "data")),
          deed("write (\\S+=\\S+) into the URI of " + TAG, Remedy::writeOptionOf),
          deed(
              "put <(\\w+) configuration=\"(\\w+)\"/> in place of the plugin with"
                  + " configuration=\"\\2\"",
              Remedy::otherPlugin),
          deed("add (\\S+) to (allowedNetworks|protocols)", Remedy::allow),
          deed("put a user into group \"(.+?)\" in (/\\S+?)(?=, or|$)", Remedy::join),
          deed("put user \"(.+?)\" into one of the groups (.+?) in (\\S+)", Remedy::joinOne),
          deed("put them into one of the groups (.+?) in (\\S+)", Remedy::joinAll),
          deed("write (\\S+=\\S+) into its URI", Remedy::writeOption),
          deed("remove ([\\w.]+(?:(?:, | and )[\\w.]+)*) from its URI", Remedy::removeOption),
          deed("write (.+?) for (.+?) in (\\S+\\.(?:config|properties))", Remedy::edit),
          deed("add these lines to (\\S+): (.+?\\};)", Remedy::append),
          deed("remove (\\S+Module) in login configuration \"(.+?)\"", Remedy::removeModule),
          deed("write another password of (.+?) into (\\S+?)(?=;|$)", Remedy::newPassword),
          deed("^correct the property", Remedy::correct),
          deed("^remove it$", Remedy::removeWaiver),
          deed("^renew it with a new reason", Remedy::renewWaiver),
          deed("^put it there", Remedy::putKeys),
          deed("^correct its keyStore", Remedy::correctKeys),
          deed("list (it) after " + TAG, Remedy::listAfter),
          deed("list Portcullis last", Remedy::listLast),
          deed("have it issued for ([\\w.:]+)", Remedy::issueFor),
          deed(
              "^(renew it(?! with)|have it signed with SHA-256|have one issued for a key of RSA)",
              Remedy::issue),
          deed("run (chmod|chown|chgrp|keytool) ([^;]+?)(?=; |, so|$)", Remedy::run));

  private final Violation violation;
  private final ConfFolder folder;

  private Remedy(Violation violation, ConfFolder folder) {
    this.violation = violation;
    this.folder = folder;
  }

  private static Map.Entry<Pattern, Deed> deed(String pattern, Deed deed) {
    return Map.entry(Pattern.compile(pattern), deed);
  }

  /** Applies one of the alternatives of a violation's remedy. */
  static void apply(Violation violation, int alternative, ConfFolder folder) throws Exception {
    if (violation.code().startsWith("xml-")) {
      XmlRemedy.apply(violation, alternative, folder);
      return;
    }
    String[] alternatives = violation.remedy().split(", or |; if ", -1);
    new Remedy(violation, folder).apply(alternatives[alternative]);
  }

  private record Found(int start, int end, Matcher words, Deed deed) {}

  private void apply(String words) throws Exception {
    List<Found> found = new ArrayList<>();
    for (Map.Entry<Pattern, Deed> each : DEEDS) {
      Matcher matcher = each.getKey().matcher(words);
      while (matcher.find()) {
        Matcher one = each.getKey().matcher(words);
        assertThat(one.find(matcher.start())).isTrue();
        found.add(new Found(matcher.start(), matcher.end(), one, each.getValue()));
      }
    }
    found.sort((one, other) -> Integer.compare(one.start, other.start));
    assertThat(found).as("what to do in: " + words).isNotEmpty();
    int done = 0;
    for (Found each : found) {
      if (each.start >= done) {
        each.deed.apply(this, each.words);
        done = each.end;
      }
    }
  }

  private void put(Matcher words) throws Exception {
    XmlFile xml = words.group(4) == null ? xml() : new XmlFile(Path.of(words.group(4)));
    Element parent = xml.find(words.group(3));
    if (!words.group(5).isEmpty()) {
      XmlFile.removeChildren(parent, words.group(1));
    }
    xml.put(words.group(1), parent, words.group(2).equals("first "));
    xml.save();
  }

  /** Puts two halves of text around the content of a property of the web server. */
  private void wrap(Matcher words) throws Exception {
    XmlFile xml = new XmlFile(folder.path("jetty.xml"));
    Element server = xml.find("<bean class=\"org.eclipse.jetty.server.Server\">");
    xml.wrap(words.group(1), words.group(2), XmlFile.child(server, words.group(3)));
    xml.save();
  }

  private void addRole(Matcher words) throws Exception {
    for (String user : words.group(2).split(", ", -1)) {
      Path file = Path.of(words.group(3));
      folder.write(
          file.getFileName().toString(),
          Files.readString(file)
              .replaceAll("(?m)^(" + Pattern.quote(user) + "\\s*[:=].*)$", "$1" + words.group(1)));
    }
  }

  private void move(Matcher words) throws Exception {
    XmlFile xml = xml();
    Element moved = xml.find(words.group(1));
    Element other = xml.find(words.group(3));
    Node next = words.group(2).equals("before") ? other : other.getNextSibling();
    other.getParentNode().insertBefore(moved, next);
    xml.save();
  }

  private void set(Matcher words) throws Exception {
    XmlFile xml = xml();
    Element element =
        words.group(3) == null
            ? xml.find(words.group(2))
            : XmlFile.findIn(xml.find(words.group(3)), words.group(2));
    XmlFile.attributes(words.group(1)).forEach(element::setAttribute);
    xml.save();
  }

  private void add(Matcher words) throws Exception {
    XmlFile xml = xml();
    Element element = xml.find(words.group(3));
    for (String right : rights(words.group(2))) {
      String was = element.getAttribute(right);
      String groups = XmlFile.unescaped(words.group(1));
      element.setAttribute(right, was.isBlank() ? groups : was + "," + groups);
    }
    xml.save();
  }

  private void take(Matcher words) throws Exception {
    XmlFile xml = xml();
    Matcher tags = Pattern.compile(TAG).matcher(words.group(3));
    while (tags.find()) {
      Element element = xml.find(tags.group(1));
      for (String right : rights(words.group(2))) {
        List<String> groups =
            new ArrayList<>(Arrays.asList(element.getAttribute(right).split("\\s*,\\s*", -1)));
        groups.removeAll(Arrays.asList(XmlFile.unescaped(words.group(1)).split(",", -1)));
        element.setAttribute(right, String.join(",", groups));
      }
    }
    xml.save();
  }

  private static List<String> rights(String words) {
    return List.of(words.split(", | and ", -1));
  }

  private void removeAttribute(Matcher words) throws Exception {
    XmlFile xml = xml();
    Element element = xml.find(words.group(2));
    XmlFile.attributes(words.group(1)).keySet().forEach(element::removeAttribute);
    xml.save();
  }

  private void removeElement(Matcher words) throws Exception {
    XmlFile xml = xml();
    Element element = xml.find(words.group(1));
    element.getParentNode().removeChild(element);
    xml.save();
  }

  /** The element that the violation is about, and its URI. */
  private Element connector(XmlFile xml) {
    return xml.find(
        "<%s name=\"%s\">"
            .formatted(
                violation.where().startsWith("network") ? "networkConnector" : "transportConnector",
                violation.about().id()));
  }

  private void rewrite(Matcher words) throws Exception {
    XmlFile xml = xml();
    Element connector = connector(xml);
    String uri = connector.getAttribute("uri");
    assertThat(uri).contains(words.group(2));
    connector.setAttribute("uri", uri.replace(words.group(2), words.group(1)));
    xml.save();
  }

  private void writeOption(Matcher words) throws Exception {
    XmlFile xml = xml();
    Element connector = connector(xml);
    String option = words.group(1).replaceFirst("[.,;]$", "");
    String name = option.replaceFirst("=.*", "");
    String uri = without(connector.getAttribute("uri"), name);
    connector.setAttribute("uri", uri + (uri.contains("?") ? "&" : "?") + option);
    xml.save();
  }

  private void writeOptionOf(Matcher words) throws Exception {
    XmlFile xml = xml();
    Element connector = xml.find(words.group(2));
    connector.setAttribute("uri", connector.getAttribute("uri") + "&" + words.group(1));
    xml.save();
  }

  /** The operator has a store with the authorities of his clients. */
  private void trust(Matcher words) throws Exception {
    Path store = Files.copy(folder.path("keys.p12"), folder.path("trust.p12"));
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
    XmlFile xml = xml();
    Element context = xml.find(words.group(1));
    context.setAttribute("trustStore", "file:" + store);
    context.setAttribute("trustStorePassword", ConfFolder.PASSWORD);
    xml.save();
  }

  private void otherPlugin(Matcher words) throws Exception {
    folder.write(
        "activemq.xml",
        folder
            .read("activemq.xml")
            .replaceFirst(
                "<\\w+ configuration=\"" + words.group(2) + "\"",
                "<%s configuration=\"%s\"".formatted(words.group(1), words.group(2))));
  }

  private void allow(Matcher words) throws Exception {
    XmlFile xml = xml();
    Element networks = xml.find("<property name=\"%s\">".formatted(words.group(2)));
    networks.setAttribute("value", networks.getAttribute("value") + "," + words.group(1));
    xml.save();
  }

  /** Puts a user of the operator's choice into a group. */
  private void join(Matcher words) throws Exception {
    join(ConfFolder.SOMEBODY, words.group(1), words.group(2));
  }

  private void joinOne(Matcher words) throws Exception {
    join(words.group(1), words.group(2).replaceFirst(", .*", ""), words.group(3));
  }

  /** Puts the users whom the violation lists into a group. */
  private void joinAll(Matcher words) throws Exception {
    Matcher user = Pattern.compile("\"(.+?)\"").matcher(violation.found());
    while (user.find()) {
      join(user.group(1), words.group(1).replaceFirst(", .*", ""), words.group(2));
    }
  }

  /** Adds a user to a line of a file, or a group to the element of a user. */
  private void join(String user, String group, String place) throws Exception {
    if (place.startsWith("/")) {
      String name = Path.of(place).getFileName().toString();
      String was = folder.read(name);
      String line = "(?m)^(%s=.*)$".formatted(Pattern.quote(group));
      boolean isThere = Pattern.compile(line).matcher(was).find();
      folder.write(
          name,
          isThere ? was.replaceFirst(line, "$1," + user) : "%s%s=%s\n".formatted(was, group, user));
      return;
    }
    XmlFile xml = xml();
    Element element = xml.find("<authenticationUser username=\"%s\">".formatted(user));
    element.setAttribute("groups", element.getAttribute("groups") + "," + group);
    xml.save();
  }

  private void removeOption(Matcher words) throws Exception {
    XmlFile xml = xml();
    Element connector = connector(xml);
    for (String name : words.group(1).split(", | and ", -1)) {
      String uri = connector.getAttribute("uri");
      assertThat(without(uri, name)).as(name).isNotEqualTo(uri);
      connector.setAttribute("uri", without(uri, name));
    }
    xml.save();
  }

  private static String without(String uri, String option) {
    return uri.replaceAll("(?<=[?&])" + Pattern.quote(option) + "=[^&]*&?", "")
        .replaceFirst("[?&]$", "");
  }

  private void edit(Matcher words) throws Exception {
    folder.replace(words.group(3), words.group(2), words.group(1));
  }

  private void append(Matcher words) throws Exception {
    String was = Files.exists(folder.path(words.group(1))) ? folder.read(words.group(1)) : "";
    folder.write(words.group(1), was + "\n" + words.group(2) + "\n");
  }

  private void removeModule(Matcher words) throws Exception {
    folder.write(
        "login.config",
        folder
            .read("login.config")
            .replaceFirst("(?s)" + Pattern.quote(words.group(1)) + "[^;]*;", ""));
  }

  private void newPassword(Matcher words) throws Exception {
    Path file = Path.of(words.group(2));
    folder.write(
        file.getFileName().toString(),
        Files.readString(file)
            .replaceAll(
                "(?m)^(" + Pattern.quote(words.group(1)) + "\\s*[:=]\\s*)[^,\\s]*",
                "$1" + ConfFolder.USERS_PASSWORD));
  }

  /** Gives a wrong property the first of the values that are right. */
  private void correct(Matcher words) throws Exception {
    Matcher wrong =
        Pattern.compile("(\\w+)=\".*\" is not one of (\\w+)").matcher(violation.found());
    assertThat(wrong.find()).as(violation.found()).isTrue();
    XmlFile xml = xml();
    xml.find("<property name=\"%s\">".formatted(wrong.group(1)))
        .setAttribute("value", wrong.group(2));
    xml.save();
  }

  /** Removes the waiver that the violation is about. */
  private void removeWaiver(Matcher words) throws Exception {
    XmlFile xml = xml();
    Element waiver = xml.find("<bean class=\"io.portcullis.Waiver\">");
    waiver.getParentNode().removeChild(waiver);
    xml.save();
  }

  private void renewWaiver(Matcher words) throws Exception {
    XmlFile xml = xml();
    xml.find("<property name=\"until\">")
        .setAttribute("value", LocalDate.now(ZoneOffset.UTC).plusDays(200).toString());
    xml.save();
  }

  /** Puts the key store where the file names one. */
  private void putKeys(Matcher words) throws Exception {
    Matcher named = Pattern.compile(" (/\\S+) is not there").matcher(violation.found());
    assertThat(named.find()).as(violation.found()).isTrue();
    Path copy = Files.copy(folder.path("keys.p12"), Path.of(named.group(1)));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
  }

  private void correctKeys(Matcher words) throws Exception {
    XmlFile xml = xml();
    xml.find("<sslContext>").setAttribute("keyStorePassword", ConfFolder.PASSWORD);
    xml.save();
  }

  private void listAfter(Matcher words) throws Exception {
    XmlFile xml = xml();
    Element moved = xml.find("<%s>".formatted(violation.about().id()));
    Element other = xml.find(words.group(2));
    other.getParentNode().insertBefore(moved, other.getNextSibling());
    xml.save();
  }

  private void listLast(Matcher words) throws Exception {
    XmlFile xml = xml();
    xml.find("<plugins>").appendChild(xml.find("<bean class=\"io.portcullis.PortcullisPlugin\">"));
    xml.save();
  }

  /** An authority does it. */
  private void issueFor(Matcher words) throws Exception {
    folder.keys(TestCertificate.ec(256).named(words.group(1)));
  }

  private void issue(Matcher words) throws Exception {
    folder.keys(TestCertificate.ec(256));
  }

  private void run(Matcher words) throws Exception {
    String command = words.group(1) + " " + words.group(2);
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as(command.toLowerCase(Locale.ROOT)).isZero();
  }

  private XmlFile xml() throws Exception {
    return new XmlFile(folder.xml());
  }
}
