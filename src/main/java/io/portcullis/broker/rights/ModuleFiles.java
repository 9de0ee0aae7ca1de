package io.portcullis.broker.rights;

import io.portcullis.login.LoginFolder;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;

/**
 * The files of one of ActiveMQ's own login modules.
 *
 * @param users the file of users
 * @param groups the file of groups
 */
record ModuleFiles(Path users, Path groups) {

  private static final String ACTIVEMQ = "org.apache.activemq.jaas.";

  /** An option that names a file, and its default. */
  private record FileOption(String name, String otherwise) {}

  /** The two options of a module that name its files. */
  private record FileOptions(FileOption users, FileOption groups) {}

  private static final Map<String, FileOptions> OPTIONS =
      Map.of(
          ACTIVEMQ + "PropertiesLoginModule",
          new FileOptions(
              new FileOption(ACTIVEMQ + "properties.user", "user"),
              new FileOption(ACTIVEMQ + "properties.group", "group")),
          ACTIVEMQ + "TextFileCertificateLoginModule",
          new FileOptions(
              new FileOption(ACTIVEMQ + "textfiledn.user", ""),
              new FileOption(ACTIVEMQ + "textfiledn.group", "")));

  /** Returns the files of a module; empty if none are known. */
  static Optional<ModuleFiles> of(AppConfigurationEntry entry, LoginFolder folder) {
    return Optional.ofNullable(OPTIONS.get(entry.getLoginModuleName()))
        .map(
            options ->
                new ModuleFiles(
                    file(entry.getOptions(), options.users, folder),
                    file(entry.getOptions(), options.groups, folder)));
  }

  /** Resolves a file. ActiveMQ also resolves absolute names below the folder. */
  private static Path file(Map<String, ?> options, FileOption option, LoginFolder folder) {
    Object value = options.get(option.name);
    String name = value == null ? option.otherwise : value.toString();
    return folder
        .of(options)
        .map(parent -> new File(parent.toFile(), name))
        .orElseGet(() -> new File(name))
        .toPath();
  }
}
