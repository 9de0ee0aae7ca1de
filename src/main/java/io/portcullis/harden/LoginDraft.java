package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.LoginConfigText;
import io.portcullis.harden.text.LoginConfigText.Entry;
import io.portcullis.harden.text.LoginConfigText.Module;
import io.portcullis.harden.text.TextFile;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.login.AccountFiles;
import io.portcullis.login.PasswordLoginModule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The {@code login.config} of the copy, and who uses which of its entries. */
final class LoginDraft {

  static final String FILE = "login.config";

  /** The entry that ActiveMQ's own {@code login.config} has. */
  static final String DEFAULT_ENTRY = "activemq";

  static final String MODULE = PasswordLoginModule.class.getName();
  static final String ACTIVEMQ_MODULE = "org.apache.activemq.jaas.PropertiesLoginModule";

  private static final String RULE = "require-authentication";
  private static final String OTHER = "other";

  /** What ActiveMQ's modules take if an option is not there. */
  private static final Map<String, String> DEFAULTS =
      Map.of(AccountFiles.USERS, "users.properties", AccountFiles.GROUPS, "groups.properties");

  private static final Map<String, List<String>> PLUGINS =
      Map.of(
          "jaasAuthenticationPlugin", List.of("configuration"),
          "jaasCertificateAuthenticationPlugin", List.of("configuration"),
          "jaasDualAuthenticationPlugin", List.of("configuration", "sslConfiguration"));

  private static final Pattern CONSOLES =
      Pattern.compile("loginModuleName\"[^>]*?(?:value\\s*=\\s*\"([^\"]+)\"|>\\s*([^<\\s]+)\\s*<)");

  private final Work work;

  LoginDraft(Work work) {
    this.work = work;
  }

  /** Returns the login configuration; an empty one if the folder lacks the file. */
  LoginConfigText config() throws IOException {
    return config(work.draft());
  }

  /** Returns that of a draft in the same way. */
  static LoginConfigText config(Draft draft) throws IOException {
    if (!draft.has(FILE)) {
      return LoginConfigText.of("", "\n");
    }
    TextFile file = draft.text(FILE);
    try {
      return LoginConfigText.of(file.text(), file.lineEnd());
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(FILE, e.getMessage()), e);
    }
  }

  /** Returns the entry that a login of a name takes. */
  Optional<Entry> taken(String name) throws IOException {
    LoginConfigText config = config();
    return config.entry(name).or(() -> config.entry(OTHER));
  }

  /** Returns the names of the entries that the broker's plugins use, in their order. */
  Set<String> ofBroker() throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (Spot plugin : work.draft().all(LoginDraft::isPlugin)) {
      attributes(plugin.node()).forEach(names::add);
    }
    return names;
  }

  private static boolean isPlugin(XmlNode node) {
    return PLUGINS.containsKey(pluginName(node));
  }

  /** Returns the element name of a plugin, also of one that is written as a bean. */
  private static String pluginName(XmlNode node) {
    String name =
        node.localName().equals("bean")
            ? node.attribute("class").map(type -> type.replaceFirst(".*\\.", "")).orElse("")
            : node.localName();
    return name.isEmpty() ? "" : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private static Stream<String> attributes(XmlNode plugin) {
    return PLUGINS.get(pluginName(plugin)).stream()
        .flatMap(
            option ->
                plugin.attribute(option).stream()
                    .findFirst()
                    .or(
                        () ->
                            plugin.children().stream()
                                .filter(
                                    child ->
                                        child.attribute("name").filter(option::equals).isPresent())
                                .flatMap(child -> child.attribute("value").stream())
                                .findFirst())
                    .stream());
  }

  /** Returns the names of the entries that the console of any file in the folder uses. */
  Set<String> ofConsole() throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (String file : work.draft().names()) {
      if (file.endsWith(".xml")) {
        Matcher found = CONSOLES.matcher(textOf(file));
        while (found.find()) {
          names.add(found.group(1) == null ? found.group(2) : found.group(1));
        }
      }
    }
    return names;
  }

  /** A file that is no text has no console. */
  private String textOf(String file) {
    try {
      return work.draft().text(file).text();
    } catch (IOException e) {
      return "";
    }
  }

  /** Tells whether a module has users and groups in files. */
  static boolean hasFiles(Module module) {
    String type = module.type().text();
    boolean named =
        module.options().containsKey(AccountFiles.USERS)
            || module.options().containsKey(AccountFiles.GROUPS);
    return type.equals(ACTIVEMQ_MODULE) || type.equals(MODULE) || named;
  }

  /**
   * Returns the files of a module, as names in the folder.
   *
   * @return the file of users and the file of groups; empty if one is outside
   */
  Optional<Files> files(Module module) {
    Optional<String> users = file(module, AccountFiles.USERS, "user");
    Optional<String> groups = file(module, AccountFiles.GROUPS, "group");
    return users.isEmpty() || groups.isEmpty() || users.equals(groups)
        ? Optional.empty()
        : Optional.of(new Files(users.get(), groups.get()));
  }

  /** ActiveMQ's module has names of its own where nothing is said. */
  private Optional<String> file(Module module, String option, String otherwise) {
    boolean activeMq = module.type().text().equals(ACTIVEMQ_MODULE);
    String name = module.option(option).orElse(activeMq ? otherwise : DEFAULTS.get(option));
    boolean absolute = name.startsWith("/") && !activeMq;
    boolean elsewhere = module.options().containsKey("baseDir") || absolute || name.contains("${");
    return elsewhere ? Optional.empty() : work.draft().inFolder(FILE, name.replaceFirst("^/+", ""));
  }

  /**
   * The files of a module.
   *
   * @param users the name of the file of users
   * @param groups the name of the file of groups
   */
  record Files(String users, String groups) {}

  /** Returns the first module of an entry whose files are in the folder. */
  Optional<Files> files(String entry) throws IOException {
    return taken(entry).stream()
        .flatMap(its -> its.modules().stream())
        .filter(LoginDraft::hasFiles)
        .flatMap(module -> files(module).stream())
        .findFirst();
  }

  /** Makes a module {@code PasswordLoginModule}, with these files. */
  boolean use(Module module, Files files) throws IOException {
    Map<String, String> options = new LinkedHashMap<>();
    module.options().forEach((name, option) -> options.put(name, option.value().text()));
    options.keySet().retainAll(AccountFiles.KNOWN);
    options.put(AccountFiles.USERS, files.users());
    options.put(AccountFiles.GROUPS, files.groups());
    options.putAll(systemGroup());
    LoginConfigText config = config();
    return work.draft().edit(FILE, RULE, text -> config.with(module, MODULE, options));
  }

  /** Appends an entry with {@code PasswordLoginModule}. */
  boolean add(String name, Files files) throws IOException {
    Map<String, String> options = new LinkedHashMap<>();
    options.put(AccountFiles.USERS, files.users());
    options.put(AccountFiles.GROUPS, files.groups());
    options.putAll(systemGroup());
    String text = config().withEntry(name, MODULE, options);
    if (work.draft().has(FILE)) {
      return work.draft().edit(FILE, RULE, before -> text);
    }
    work.draft().create(FILE, RULE, text);
    return true;
  }

  private Map<String, String> systemGroup() {
    String group = work.checked().policy().groups().system();
    return group.equals(AccountFiles.DEFAULT_SYSTEM_GROUP)
        ? Map.of()
        : Map.of(AccountFiles.SYSTEM_GROUP, group);
  }

  /** Removes the modules of an entry that let guests in, or makes the only one a login. */
  boolean removeGuests(String name) throws IOException {
    Optional<Entry> entry = taken(name);
    List<Module> guests = new ArrayList<>(entry.map(Entry::modules).orElse(List.of()));
    guests.removeIf(module -> !module.type().text().endsWith("GuestLoginModule"));
    if (guests.isEmpty()) {
      return false;
    }
    Module guest = guests.get(0);
    if (entry.orElseThrow().modules().size() == guests.size()) {
      return use(
          guest, new Files(DEFAULTS.get(AccountFiles.USERS), DEFAULTS.get(AccountFiles.GROUPS)));
    }
    LoginConfigText config = config();
    return work.draft().edit(FILE, RULE, text -> config.without(guest));
  }
}
