package io.portcullis.testing;

import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.filter.DestinationMapEntry;
import org.apache.activemq.security.AuthorizationBroker;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.TempDestinationAuthorizationEntry;

/** An operator's authorization map, entry by entry. */
public final class Rights {

  private static final String OPERATORS = "admins,activemq-webconsole";

  @SuppressWarnings("rawtypes")
  private final List<DestinationMapEntry> entries = new ArrayList<>();

  private Rights() {}

  /** No entry but one for temporary destinations. */
  public static Rights ofNobody() {
    return new Rights();
  }

  /** Everything for administrators and the system group, and temporary destinations for all. */
  public static Rights ofOperators() {
    return ofQueues()
        .add("topic://>", OPERATORS, OPERATORS, OPERATORS)
        .add("topic://ActiveMQ.Advisory.>", "users", "users", "users");
  }

  /** The same for queues alone. */
  public static Rights ofQueues() {
    return new Rights().add("queue://>", OPERATORS, OPERATORS, OPERATORS);
  }

  /** An entry for users. */
  public Rights users(String destination, boolean read, boolean write) {
    return add(destination, read ? "users" : "", write ? "users" : "", "users");
  }

  /** An entry. */
  public Rights add(String destination, String read, String write, String admin) {
    entries.add(entry(destination, read, write, admin));
    return this;
  }

  /** An entry of a map. */
  public static AuthorizationEntry entry(
      String destination, String read, String write, String admin) {
    AuthorizationEntry entry = new AuthorizationEntry();
    entry.setDestination(OpenWire.destination(destination));
    set(entry, read, write, admin);
    return entry;
  }

  /** The entry for temporary destinations that gives these groups all rights. */
  public static TempDestinationAuthorizationEntry temporary(String groups) {
    TempDestinationAuthorizationEntry entry = new TempDestinationAuthorizationEntry();
    set(entry, groups, groups, groups);
    return entry;
  }

  /** Everything for administrators and the system group, temporary ones for users, and these. */
  public static DefaultAuthorizationMap mapWith(AuthorizationEntry... more) {
    DefaultAuthorizationMap map = new DefaultAuthorizationMap();
    for (String all : List.of("queue://>", "topic://>")) {
      AuthorizationEntry entry = entry(all, OPERATORS, OPERATORS, OPERATORS);
      map.put(entry.getDestination(), entry);
    }
    for (AuthorizationEntry entry : more) {
      map.put(entry.getDestination(), entry);
    }
    map.setTempDestinationAuthorizationEntry(temporary("users"));
    return map;
  }

  private static void set(AuthorizationEntry entry, String read, String write, String admin) {
    try {
      entry.setRead(read);
      entry.setWrite(write);
      entry.setAdmin(admin);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The map. */
  public DefaultAuthorizationMap map() {
    DefaultAuthorizationMap map = new DefaultAuthorizationMap(entries);
    map.setTempDestinationAuthorizationEntry(temporary(OPERATORS + ",users"));
    return map;
  }

  /** What a change of the configuration does to a broker that runs. */
  public static void replace(GatedBroker broker, AuthorizationMap map) throws Exception {
    authorization(broker).setAuthorizationMap(map);
  }

  /** The broker's own filter that asks for rights. */
  public static AuthorizationBroker authorization(GatedBroker broker) throws Exception {
    return (AuthorizationBroker)
        broker.getBrokerService().getBroker().getAdaptor(AuthorizationBroker.class);
  }
}
