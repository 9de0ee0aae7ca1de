package io.portcullis.harden;

import io.portcullis.harden.text.LoginConfigText;
import io.portcullis.harden.text.PropertiesText;
import io.portcullis.harden.text.TextFile;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.login.AccountFiles;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the secrets of the original files before anything changes, so that nothing shows them. A
 * file that it cannot read is one that no fix can change.
 */
final class LearnSecrets {

  private static final String NAME = "(?:password|passwd|passphrase|secret|pwd)";
  private static final Pattern SECRET = Pattern.compile("(?i)" + NAME);

  /** An option of a URI or of a JDBC address. */
  private static final Pattern OPTION =
      Pattern.compile("(?i)[?&;,(][\\w.-]*" + NAME + "[\\w.-]*=([^&;\"'<>\\s)]+)");

  /** The user and the password before the host of a URI. */
  private static final Pattern USER_INFO = Pattern.compile("://[^/?#\\s\"'@:]*:([^/?#\\s\"'<>]+)@");

  private static final Pattern USERS = Pattern.compile("(?i)(.*/)?[^/]*users[^/]*\\.properties");
  private static final Pattern REALM = Pattern.compile("(?i)(.*/)?[^/]*realm[^/]*\\.properties");
  private static final Pattern JMX = Pattern.compile("(?i)(.*/)?[^/]*jmx[^/]*password[^/]*");
  private static final Pattern JMX_LINE =
      Pattern.compile("(?m)^[ \\t]*#?[ \\t]*[^\\s#]+[ \\t=:]+(\\S+)[ \\t]*$");

  /** A user that is a comment, or another line that looks like one. */
  private static final Pattern COMMENT =
      Pattern.compile("(?m)^[ \\t]*[#!]+[ \\t]*[^\\s=:]+[ \\t]*[=:][ \\t]*([^\\s,][^,\\r\\n]*)");

  private LearnSecrets() {}

  /** Adds the secrets of a draft that no fix changed yet. */
  static void of(Draft draft, KnownSecrets secrets) {
    Set<String> users = users(draft, secrets);
    for (String name : draft.names()) {
      try {
        learn(draft, name, users.contains(name), secrets);
      } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
        // No fix can read it either, so it does not change, and nothing of it is shown.
      }
    }
  }

  private static void learn(Draft draft, String name, boolean users, KnownSecrets secrets)
      throws IOException {
    if (name.endsWith(".xml")) {
      String text = draft.text(name).text();
      draft.xml(name).root().all().forEach(node -> learn(text, node, secrets));
    } else if (JMX.matcher(name).matches()) {
      learn(draft.text(name).text(), JMX_LINE, secrets);
    } else if (REALM.matcher(name).matches()) {
      learnUsers(draft.text(name), true, secrets);
    } else if (users || USERS.matcher(name).matches()) {
      learnUsers(draft.text(name), false, secrets);
    } else if (name.endsWith(".properties")) {
      learnProperties(draft.text(name), secrets);
    }
  }

  private static void learn(String text, Pattern lines, KnownSecrets secrets) {
    Matcher line = lines.matcher(text);
    while (line.find()) {
      secrets.add(text, line.start(1), line.end(1));
    }
  }

  /** Learns the value of each line; in a realm file, the roles behind the comma are no secret. */
  private static void learnUsers(TextFile file, boolean realm, KnownSecrets secrets) {
    learn(file.text(), COMMENT, secrets);
    PropertiesText users = PropertiesText.of(file.text(), file.lineEnd());
    for (PropertiesText.Place place : users.places()) {
      int comma = realm ? file.text().indexOf(',', place.from()) : -1;
      boolean roles = comma >= 0 && comma < place.to();
      secrets.add(file.text(), place.from(), roles ? comma : place.to());
      secrets.addName(place.key());
    }
    users
        .entries()
        .forEach(user -> secrets.add(realm ? user.value().split(",", 2)[0] : user.value()));
  }

  private static void learnProperties(TextFile file, KnownSecrets secrets) {
    PropertiesText properties = PropertiesText.of(file.text(), file.lineEnd());
    properties.entries().forEach(entry -> learnUris(entry.value(), secrets));
    properties.places().stream()
        .filter(place -> isSecret(place.key()))
        .forEach(place -> secrets.add(file.text(), place.from(), place.to()));
    properties.entries().stream()
        .filter(entry -> isSecret(entry.key()))
        .filter(entry -> !KnownSecrets.isPlaceholder(entry.value()))
        .forEach(entry -> secrets.add(entry.value()));
  }

  private static void learn(String text, XmlNode node, KnownSecrets secrets) {
    node.attributes().stream()
        .flatMap(attribute -> node.place(attribute).stream())
        .forEach(
            place -> {
              learnUris(text.substring(place.valueFrom(), place.valueTo()), secrets);
              learnUris(place.value(), secrets);
            });
    if (node.children().isEmpty() && node.openTo() < node.closeFrom()) {
      String content = text.substring(node.openTo(), node.closeFrom());
      learnUris(content, secrets);
      learnUris(content.replace("&amp;", "&"), secrets);
    }
    node.attributes().stream()
        .filter(LearnSecrets::isSecret)
        .forEach(attribute -> learn(text, node, attribute, secrets));
    boolean named =
        Stream.of("name", "key", "property")
            .flatMap(attribute -> node.attribute(attribute).stream())
            .anyMatch(LearnSecrets::isSecret);
    if (named || isSecret(node.localName())) {
      learn(text, node, "value", secrets);
      node.children().forEach(child -> learnContent(text, child, secrets));
      learnContent(text, node, secrets);
    }
  }

  /** Learns the secrets in the URIs of a text, as written and decoded. */
  private static void learnUris(String text, KnownSecrets secrets) {
    for (Pattern pattern : List.of(OPTION, USER_INFO)) {
      Matcher found = pattern.matcher(text);
      while (found.find()) {
        secrets.add(found.group(1));
        try {
          secrets.add(URLDecoder.decode(found.group(1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          // It has a % that is none of an escape, so it stands for itself.
        }
      }
    }
  }

  private static void learn(String text, XmlNode node, String attribute, KnownSecrets secrets) {
    node.place(attribute)
        .filter(place -> !KnownSecrets.isPlaceholder(place.value()))
        .ifPresent(
            place -> {
              secrets.add(text, place.valueFrom(), place.valueTo());
              secrets.add(place.value());
            });
  }

  /** Learns the text of an element that has no others in it. */
  private static void learnContent(String text, XmlNode node, KnownSecrets secrets) {
    if (node.children().isEmpty() && node.openTo() < node.closeFrom()) {
      secrets.add(text, node.openTo(), node.closeFrom());
      String content = text.substring(node.openTo(), node.closeFrom()).strip();
      if (content.startsWith("<![CDATA[") && content.endsWith("]]>")) {
        secrets.add(content.substring(9, content.length() - 3).strip());
      }
    }
  }

  private static boolean isSecret(String name) {
    return SECRET.matcher(name).find();
  }

  /** Returns the names of the files of users that modules, or the console, name. */
  private static Set<String> users(Draft draft, KnownSecrets secrets) {
    Set<String> names = new HashSet<>();
    try {
      List<LoginConfigText.Module> modules =
          LoginDraft.config(draft).entries().stream()
              .flatMap(entry -> entry.modules().stream())
              .toList();
      modules.stream()
          .flatMap(module -> module.option(AccountFiles.USERS).stream())
          .flatMap(file -> draft.inFolder(LoginDraft.FILE, file).stream())
          .forEach(names::add);
      for (LoginConfigText.Module module : modules) {
        module.options().keySet().stream()
            .filter(LearnSecrets::isSecret)
            .flatMap(option -> module.option(option).stream())
            .forEach(secrets::add);
      }
    } catch (IOException e) {
      return names;
    }
    return names;
  }
}
