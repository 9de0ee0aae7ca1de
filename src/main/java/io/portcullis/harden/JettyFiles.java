package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.harden.text.XmlText;
import io.portcullis.policy.Groups;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The web console of ActiveMQ 6.3, whose Jetty 12 reads files of its own: {@code
 * jetty-spring.properties} and those in {@code conf/jetty/}. It gets TLS with the broker's key
 * store on port 8162, and the roles of the administrators and the system group.
 *
 * <p>No rule judges these files. There is no guard against other sites' pages for Jetty 12.
 *
 * <p>Source: <a
 * href="https://github.com/apache/activemq/blob/activemq-6.3.1/activemq-web/src/main/java/org/apache/activemq/spring/jetty/JettyServerBean.java">JettyServerBean</a>.
 */
final class JettyFiles implements Step {

  private static final String RULE = "secure-management";
  private static final String BEAN = "org.apache.activemq.spring.jetty.JettyServerBean";
  private static final String SAMPLE = "jetty-keystore.ks";
  private static final String CONF = "${activemq.conf}/";
  private static final String BASE = "${activemq.base}/";
  private static final String CONSTRAINT = "org.eclipse.jetty.security.Constraint";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");

  private static final String KEY_STORE = "jetty.sslContext.keyStore";
  private static final String PORT = "jetty.ssl.port";
  private static final String SHIPPED_PORT = "8443";
  private static final String TLS_PORT = "8162";
  private static final String HOST = "jetty.ssl.host";
  private static final String LOOPBACK = "127.0.0.1";
  private static final String ITEM = "Item";

  /** The names of Jetty's files in the folder. */
  private record Files(String properties, String security, String ssl) {}

  @Override
  public boolean apply(Work work) throws IOException {
    Draft draft = work.draft();
    Optional<Spot> bean = draft.first(Draft.bean(BEAN));
    if (bean.isEmpty()) {
      return false;
    }
    Optional<String> properties =
        file(draft, bean.get(), "jettyConfDirectory", "jetty-spring.properties");
    Optional<String> security = file(draft, bean.get(), "jettyXmlDirectory", "jetty-security.xml");
    Optional<String> ssl = file(draft, bean.get(), "jettyXmlDirectory", "jetty-ssl-context.xml");
    work.decide(
        RULE,
        "check does not judge the files of the web console's Jetty 12, and no guard against other"
            + " sites' pages exists for it: log in once, and see that a user of no group is refused");
    if (properties.isEmpty() || security.isEmpty() || ssl.isEmpty()) {
      work.decide(RULE, "the files of the web console's Jetty are not those of ActiveMQ 6.3");
      return false;
    }
    Files files = new Files(properties.get(), security.get(), ssl.get());
    boolean changed = useTls(work, files);
    changed |= admitFew(draft, files.security(), work.checked().policy().groups());
    return changed;
  }

  private static Optional<String> file(Draft draft, Spot bean, String property, String name)
      throws IOException {
    return Beans.text(draft, bean, property)
        .flatMap(folder -> draft.inFolder(bean.file(), folder + "/" + name))
        .filter(draft::has);
  }

  private static boolean useTls(Work work, Files files) throws IOException {
    Draft draft = work.draft();
    Properties now = loaded(draft.text(files.properties()).text());
    boolean sample = now.getProperty(KEY_STORE + "Path", SAMPLE).endsWith(SAMPLE);
    if (Boolean.parseBoolean(now.getProperty("httpsEnabled")) && !sample) {
      return false;
    }
    Optional<BrokerKeyStore> keyStore = BrokerKeyStore.of(draft);
    Optional<Map<String, String>> wanted =
        keyStore.isEmpty() ? Optional.empty() : wanted(draft, files, now, keyStore.get());
    if (wanted.isEmpty()) {
      work.decide(
          RULE,
          "the web console has no TLS: in %s, set httpEnabled=false, httpsEnabled=true, and"
                  .formatted(files.properties())
              + " keyStorePath and keyStorePassword of jetty.sslContext to the broker's key store");
      return false;
    }
    String end = draft.text(files.properties()).lineEnd();
    return draft.edit(files.properties(), RULE, text -> with(text, end, wanted.get()));
  }

  private static Optional<Map<String, String>> wanted(
      Draft draft, Files files, Properties now, BrokerKeyStore keyStore) throws IOException {
    Map<String, String> wanted = new LinkedHashMap<>();
    wanted.put("httpEnabled", "false");
    wanted.put("httpsEnabled", "true");
    if (now.getProperty(PORT, SHIPPED_PORT).equals(SHIPPED_PORT)) {
      wanted.put(PORT, TLS_PORT);
      wanted.put("jetty.httpConfig.securePort", TLS_PORT);
    }
    String host = now.getProperty("jetty.http.host", isForLoopback(draft, files) ? LOOPBACK : "");
    if (!host.isEmpty() && now.getProperty(HOST) == null) {
      wanted.put(HOST, host);
    }
    wanted.put("jetty.ssl.sniHostCheck", "false");
    Optional<String> password = keyStore.password().flatMap(its -> resolved(draft, its));
    if (password.isEmpty() || keyStore.keyPassword().isPresent()) {
      return Optional.empty();
    }
    Optional<String> path = path(draft, files, keyStore.path());
    if (path.isEmpty()) {
      return Optional.empty();
    }
    wanted.put(KEY_STORE + "Path", path.get());
    wanted.put(KEY_STORE + "Type", keyStore.type().orElse("PKCS12"));
    wanted.put(KEY_STORE + "Password", password.get());
    return Optional.of(wanted);
  }

  /** Tells whether only clients on this host are let in, as in ActiveMQ's own file. */
  private static boolean isForLoopback(Draft draft, Files files) throws IOException {
    XmlText xml = draft.xml(files.security());
    List<String> included =
        xml.root()
            .all()
            .filter(node -> node.attribute("name").filter("include"::equals).isPresent())
            .flatMap(XmlNode::all)
            .filter(node -> node.localName().equals(ITEM))
            .map(node -> xml.content(node).strip())
            .toList();
    return !included.isEmpty() && included.stream().allMatch(Set.of(LOOPBACK, "::1")::contains);
  }

  /**
   * Returns the path for Jetty. Jetty's file looks for it in {@code activemq.base}; a copy of
   * {@code conf/} is elsewhere, so it looks in {@code activemq.conf} then.
   */
  private static Optional<String> path(Draft draft, Files files, String path) throws IOException {
    if (path.startsWith(BASE)) {
      return Optional.of(path.substring(BASE.length()));
    }
    if (!path.startsWith(CONF)) {
      return path.startsWith("/") ? Optional.of(path) : Optional.empty();
    }
    Optional<XmlNode> base =
        draft
            .xml(files.ssl())
            .root()
            .first(node -> node.attribute("name").filter("keyStorePath"::equals).isPresent())
            .flatMap(set -> set.first(node -> node.localName().contains("Property")));
    if (base.isEmpty()) {
      return Optional.empty();
    }
    draft.edit(
        new Spot(files.ssl(), base.get()),
        RULE,
        (xml, node) -> xml.replaced(node, "<SystemProperty name=\"activemq.conf\"/>"));
    return Optional.of(path.substring(CONF.length()));
  }

  /** Resolves a placeholder, which Jetty's file cannot have. */
  private static Optional<String> resolved(Draft draft, String text) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    if (!placeholder.matches()) {
      return text.contains("${") || text.contains("ENC(") ? Optional.empty() : Optional.of(text);
    }
    return draft.names().stream()
        .filter(name -> name.endsWith(".properties"))
        .flatMap(name -> value(draft, name, placeholder.group(1)).stream())
        .filter(value -> !value.contains("${") && !value.startsWith("ENC("))
        .findFirst();
  }

  private static Optional<String> value(Draft draft, String name, String key) {
    try {
      return Optional.ofNullable(loaded(draft.text(name).text()).getProperty(key));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Properties loaded(String text) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      throw new IOException("a properties file has a malformed escape", e);
    }
    return properties;
  }

  private static String with(String text, String end, Map<String, String> wanted) {
    String result = text;
    for (Map.Entry<String, String> each : wanted.entrySet()) {
      String line = each.getKey() + "=" + each.getValue().replace("\\", "\\\\");
      Matcher entry =
          Pattern.compile("(?m)^[ \\t]*" + Pattern.quote(each.getKey()) + "[ \\t]*[=:][^\\r\\n]*$")
              .matcher(result);
      result =
          entry.find()
              ? entry.replaceFirst(Matcher.quoteReplacement(line))
              : result + (result.isEmpty() || result.endsWith(end) ? "" : end) + line + end;
    }
    return result;
  }

  private static boolean admitFew(Draft draft, String security, Groups groups) throws IOException {
    List<String> few = List.of(groups.administrators(), groups.system());
    String items =
        String.join(
            "",
            few.stream().map(role -> "<Item>%s</Item>".formatted(XmlText.escaped(role))).toList());
    boolean changed = false;
    for (Optional<Spot> next = otherRoles(draft, security, few);
        next.isPresent();
        next = otherRoles(draft, security, few)) {
      changed |= draft.edit(next.get(), RULE, (xml, node) -> xml.withContent(node, items));
    }
    return changed;
  }

  /** Returns the next list of roles that is another one. */
  private static Optional<Spot> otherRoles(Draft draft, String security, List<String> few)
      throws IOException {
    XmlText xml = draft.xml(security);
    return xml.root()
        .all()
        .filter(node -> node.attribute("class").filter(CONSTRAINT::equals).isPresent())
        .flatMap(XmlNode::all)
        .filter(node -> node.localName().equals("Array"))
        .filter(
            node ->
                !node.children().stream()
                    .map(item -> xml.content(item).strip())
                    .collect(Collectors.toSet())
                    .equals(Set.copyOf(few)))
        .map(node -> new Spot(security, node))
        .findFirst();
  }
}
