package io.portcullis.testing;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import io.portcullis.login.LoginFiles;
import java.net.InetAddress;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.activemq.jaas.LDAPLoginModule;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.JaasAuthenticationPlugin;
import org.apache.activemq.security.LDAPAuthorizationMap;
import org.apache.activemq.security.SimpleCachedLDAPAuthorizationMap;

/**
 * A real LDAP server in this JVM, with the users of {@link GatedBroker} and the trees of ActiveMQ.
 */
public final class LdapDirectory implements AutoCloseable {

  /** Who may look things up. */
  public static final String MANAGER = "cn=manager";

  private static final String ROOT = "dc=example,dc=com";
  private static final String USERS = "ou=Users," + ROOT;
  private static final String GROUPS = "ou=Groups," + ROOT;

  /** Where the cached map looks. */
  private static final String DESTINATIONS = "ou=Destinations," + ROOT;

  private final InMemoryDirectoryServer server;
  private final Silence silence;

  /** By which this JVM logged users in before, if it does so by this directory. */
  private Optional<Configuration> before = Optional.empty();

  private LdapDirectory(InMemoryDirectoryServer server, Silence silence) {
    this.server = server;
    this.silence = silence;
  }

  /** Keeps clients waiting for answers, for as long as it lasts. */
  private static final class Silence extends InMemoryOperationInterceptor {

    private volatile CountDownLatch over = new CountDownLatch(0);

    @Override
    public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request)
        throws LDAPException {
      await();
    }

    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest request)
        throws LDAPException {
      await();
    }

    private void await() throws LDAPException {
      try {
        over.await();
      } catch (InterruptedException e) {
        throw new LDAPException(ResultCode.UNAVAILABLE, e);
      }
    }
  }

  /** A directory that listens on a free port of loopback, with users and groups. */
  public static LdapDirectory listening() throws Exception {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(ROOT);
    config.addAdditionalBindCredentials(MANAGER, GatedBroker.PASSWORD);
    config.setSchema(null);
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPConfig(
            "ldap", InetAddress.getLoopbackAddress(), FreePorts.next(), null));
    Silence silence = new Silence();
    config.addInMemoryOperationInterceptor(silence);
    LdapDirectory directory = new LdapDirectory(new InMemoryDirectoryServer(config), silence);
    directory.server.startListening();
    directory.add(ROOT, "domain");
    directory.add(USERS, "organizationalUnit");
    directory.add(GROUPS, "organizationalUnit");
    directory.add(DESTINATIONS, "organizationalUnit");
    for (String kind : new String[] {"Queue", "Topic", "Temp"}) {
      directory.add("ou=%s,%s".formatted(kind, DESTINATIONS), "organizationalUnit");
    }
    directory.user("admin", "admins");
    directory.user("user", "users");
    directory.user("console", "activemq-webconsole");
    directory.user("shop", "users", "shop");
    return directory;
  }

  /** The same, by which this JVM logs users in until it is closed. */
  public static LdapDirectory loggingIn() throws Exception {
    LdapDirectory directory = listening();
    directory.before = Optional.of(Configuration.getConfiguration());
    Configuration.setConfiguration(directory.login());
    return directory;
  }

  /** Where it listens. */
  public String url() {
    return "ldap://127.0.0.1:" + server.getListenPort();
  }

  private void user(String name, String... groups) throws LDAPException {
    String user = "uid=%s,%s".formatted(name, USERS);
    server.add(
        user,
        new Attribute("objectClass", "person"),
        new Attribute("uid", name),
        new Attribute("userPassword", GatedBroker.PASSWORD));
    for (String group : groups) {
      String dn = group(group);
      if (server.getEntry(dn) == null) {
        server.add(
            dn,
            new Attribute("objectClass", "groupOfNames"),
            new Attribute("cn", group),
            new Attribute("member", user));
      } else {
        server.modify(dn, new Modification(ModificationType.ADD, "member", user));
      }
    }
  }

  /** A group's name in the directory. */
  private static String group(String name) {
    return "cn=%s,%s".formatted(name, GROUPS);
  }

  /**
   * Gives groups a right in the cached map's tree.
   *
   * @param kind {@code Queue} or {@code Topic}
   * @param pattern the destinations, with {@code $} for ActiveMQ's {@code >}
   * @param right {@code Read}, {@code Write} or {@code Admin}
   */
  public void grant(String kind, String pattern, String right, String... groups)
      throws LDAPException {
    String destination = "cn=%s,ou=%s,%s".formatted(pattern, kind, DESTINATIONS);
    if (server.getEntry(destination) == null) {
      add(destination, "applicationProcess");
    }
    grantAt(destination, right, "member", groups);
  }

  /** Gives groups a right on temporary destinations in the cached map's tree. */
  public void grantTemporary(String right, String... groups) throws LDAPException {
    grantAt("ou=Temp," + DESTINATIONS, right, "member", groups);
  }

  /** Gives groups a right at an entry. */
  public void grantAt(String parent, String right, String attribute, String... groups)
      throws LDAPException {
    server.add(
        "cn=%s,%s".formatted(right, parent),
        new Attribute("objectClass", "groupOfNames"),
        new Attribute("cn", right),
        new Attribute(attribute, Arrays.stream(groups).map(LdapDirectory::group).toList()));
  }

  /** Adds an entry without attributes. */
  public void add(String dn, String objectClass) throws LDAPException {
    server.add(dn, new Attribute("objectClass", objectClass));
  }

  /** Takes away whatever is at an entry and below it. */
  public void removeGrants(String kind, String pattern) throws LDAPException {
    server.deleteSubtree("cn=%s,ou=%s,%s".formatted(pattern, kind, DESTINATIONS));
  }

  /** Takes an entry away. */
  public void removeAt(String dn) throws LDAPException {
    server.delete(dn);
  }

  /** ActiveMQ's cached map, as Amazon MQ configures it. */
  public SimpleCachedLDAPAuthorizationMap cachedMap() {
    SimpleCachedLDAPAuthorizationMap map = new SimpleCachedLDAPAuthorizationMap();
    map.setConnectionURL(url());
    map.setConnectionUsername(MANAGER);
    map.setConnectionPassword(GatedBroker.PASSWORD);
    map.setQueueSearchBase("ou=Queue," + DESTINATIONS);
    map.setTopicSearchBase("ou=Topic," + DESTINATIONS);
    map.setTempSearchBase("ou=Temp," + DESTINATIONS);
    map.setLegacyGroupMapping(false);
    map.setRefreshInterval(1_000);
    return map;
  }

  /** The same as an element. */
  public String element() {
    return """
        <authorizationPlugin><map>
          <cachedLDAPAuthorizationMap connectionURL="%s" connectionUsername="%s"
              connectionPassword="%s" queueSearchBase="ou=Queue,%4$s" topicSearchBase="ou=Topic,%4$s"
              tempSearchBase="ou=Temp,%4$s" legacyGroupMapping="false" refreshInterval="1000"/>
        </map></authorizationPlugin>
        """
        .formatted(url(), MANAGER, GatedBroker.PASSWORD, DESTINATIONS);
  }

  /** ActiveMQ's map that asks the directory every time; by its defaults an entry a destination. */
  public LDAPAuthorizationMap map() {
    LDAPAuthorizationMap map = new LDAPAuthorizationMap();
    map.setConnectionURL(url());
    map.setConnectionUsername(MANAGER);
    map.setConnectionPassword(GatedBroker.PASSWORD);
    return map;
  }

  /** The same, of a tree that grants these groups everything alike. */
  public LDAPAuthorizationMap mapOfEverything(String... groups) throws LDAPException {
    LDAPAuthorizationMap map = map();
    String everything = "ou=everything," + ROOT;
    map.setQueueSearchMatchingFormat(new MessageFormat(everything));
    map.setTopicSearchMatchingFormat(new MessageFormat(everything));
    map.setAdvisorySearchBase(everything);
    map.setTempSearchBase(everything);
    add(everything, "organizationalUnit");
    for (String right : List.of("read", "write", "admin")) {
      grantAt(everything, right, "uniqueMember", groups);
    }
    return map;
  }

  /** ActiveMQ's LDAP login, as it stands in login.config. */
  public Configuration login() {
    Map<String, String> options =
        Map.ofEntries(
            Map.entry("initialContextFactory", "com.sun.jndi.ldap.LdapCtxFactory"),
            Map.entry("connectionURL", url()),
            Map.entry("connectionUsername", MANAGER),
            Map.entry("connectionPassword", GatedBroker.PASSWORD),
            Map.entry("connectionProtocol", "s"),
            Map.entry("authentication", "simple"),
            Map.entry("userBase", USERS),
            Map.entry("userSearchMatching", "(uid={0})"),
            Map.entry("userSearchSubtree", "false"),
            Map.entry("roleBase", GROUPS),
            Map.entry("roleName", "cn"),
            Map.entry("roleSearchMatching", "(member={0})"),
            Map.entry("roleSearchSubtree", "false"));
    AppConfigurationEntry entry =
        new AppConfigurationEntry(
            LDAPLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, options);
    return LoginFiles.configuration(entry);
  }

  /** A broker on which its users log in, with this map of their rights. */
  public static GatedBroker broker(AuthorizationMap map) throws Exception {
    return GatedBroker.listening("ssl").withOnly(jaas(), new AuthorizationPlugin(map));
  }

  /** The plugin that logs users in by {@link #login}. */
  public static JaasAuthenticationPlugin jaas() {
    JaasAuthenticationPlugin login = new JaasAuthenticationPlugin();
    login.setConfiguration("activemq");
    return login;
  }

  /** Goes out of reach. */
  public void vanish() {
    server.shutDown(true);
  }

  /** Is within reach again, where it was, with what was in it. */
  public void comeBack() throws LDAPException {
    server.startListening();
  }

  /** Takes connections and requests, and answers none. */
  public void fallSilent() {
    silence.over = new CountDownLatch(1);
  }

  /** Answers again, also what it was asked meanwhile. */
  public void answer() {
    silence.over.countDown();
  }

  @Override
  public void close() {
    before.ifPresent(Configuration::setConfiguration);
    answer();
    server.shutDown(true);
  }
}
