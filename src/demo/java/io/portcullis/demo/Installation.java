package io.portcullis.demo;

import io.portcullis.login.PasswordLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What an operator would prepare by hand: the files of {@code conf/} with users, passwords and
 * certificates, in a folder of their own. Made on the first start and kept.
 */
public final class Installation {

  private static final String CONSOLE = "console";

  /** The users that are made, each in the group that the default authorization map knows. */
  static final List<String> USERS = List.of("admin", "user", CONSOLE);

  private static final String GROUPS = "admins=admin\nusers=user\n";
  private static final String PASSWORDS = "passwords.properties";
  private static final List<String> COPIED =
      List.of("login.config", "users.properties", "groups.properties", "log4j2.properties");
  private static final int PASSWORD_BYTES = 24;

  private final Path conf;
  private final Path data;
  private final Map<String, String> passwords;
  private final DevelopmentCertificates certificates;

  private Installation(
      Path conf, Path data, Map<String, String> passwords, DevelopmentCertificates certificates) {
    this.conf = conf;
    this.data = data;
    this.passwords = Map.copyOf(passwords);
    this.certificates = certificates;
  }

  /** The installation in {@code folder}, made from the files in {@code template} if need be. */
  public static Installation in(Path template, Path folder) throws Exception {
    Path conf = folder.toAbsolutePath().resolve("conf");
    Path data = folder.toAbsolutePath().resolve("data");
    if (!Files.exists(conf.resolve(PASSWORDS))) {
      make(template, conf, data);
    }
    Map<String, String> passwords = read(conf.resolve(PASSWORDS));
    return new Installation(
        conf,
        data,
        passwords,
        DevelopmentCertificates.in(conf, passwords.get("keystore"), passwords.get("truststore")));
  }

  private static void make(Path template, Path conf, Path data) throws IOException {
    protect(Files.createDirectories(conf), "rwx------");
    protect(Files.createDirectories(data), "rwx------");
    for (String name : COPIED) {
      Files.copy(template.resolve(name), conf.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    Map<String, String> passwords = new HashMap<>();
    StringBuilder users = new StringBuilder();
    for (String user : USERS) {
      passwords.put(user, randomPassword());
      users
          .append(
              new PasswordLine(Optional.of(user), false, user.equals(CONSOLE))
                  .of(passwords.get(user).toCharArray()))
          .append('\n');
    }
    passwords.put("keystore", randomPassword());
    passwords.put("truststore", randomPassword());
    append(conf.resolve("users.properties"), users.toString());
    append(conf.resolve("groups.properties"), GROUPS);
    append(
        conf.resolve("credentials.properties"),
        "broker.keystore.password=%s\nactivemq.username=console\nactivemq.password=%s\n"
            .formatted(passwords.get("keystore"), passwords.get("console")));
    StringBuilder all = new StringBuilder();
    passwords.forEach((name, word) -> all.append(name).append('=').append(word).append('\n'));
    append(conf.resolve(PASSWORDS), all.toString());
  }

  /** Appends to a file that its owner alone can read, from before there is anything in it. */
  private static void append(Path file, String text) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
    protect(file, "rw-------");
    Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }

  /** Writes a file that its owner alone can read, in the place of an earlier one. */
  static void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    append(file, text);
  }

  private static void protect(Path path, String permissions) throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }

  private static String randomPassword() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static Map<String, String> read(Path file) throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Map<String, String> words = new HashMap<>();
    properties.stringPropertyNames().forEach(n -> words.put(n, properties.getProperty(n)));
    return words;
  }

  /** Tells the JVM where the files are, as {@code bin/activemq} would. */
  public void setSystemProperties() {
    System.setProperty("activemq.conf", conf.toString());
    System.setProperty("activemq.data", data.toString());
    System.setProperty("java.security.auth.login.config", conf.resolve("login.config").toString());
    System.setProperty("log4j2.configurationFile", conf.resolve("log4j2.properties").toString());
  }

  /** The password of a user, or of {@code keystore} or {@code truststore}. */
  public String password(String name) {
    return passwords.get(name);
  }

  /** The certificate authority and the broker's certificate. */
  public DevelopmentCertificates certificates() {
    return certificates;
  }

  /** The passwords themselves, which an operator would not keep. */
  Path passwordsFile() {
    return conf.resolve(PASSWORDS);
  }

  Path conf() {
    return conf;
  }

  /** The folder around all, where an installation has its {@code webapps}. */
  Path home() {
    return conf.getParent();
  }

  /** Everything that the broker logs. */
  Path log() {
    return data.resolve("activemq.log");
  }

  /** A line for each violation. */
  Path auditLog() {
    return data.resolve("portcullis-audit.log");
  }
}
