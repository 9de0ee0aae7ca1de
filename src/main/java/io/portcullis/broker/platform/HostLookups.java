package io.portcullis.broker.platform;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks up host names. It looks up no name while an untrusted configuration is read. A lookup would
 * tell the server of that name that somebody asked, and everything that the name contains.
 */
public final class HostLookups implements AutoCloseable {

  /** Matches texts that Java reads as an address without a lookup. */
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|\\[?[0-9A-Fa-f:.%]*:[0-9A-Za-z:.%]*]?");

  private static final ThreadLocal<Optional<Set<String>>> HELD_BACK =
      ThreadLocal.withInitial(Optional::empty);

  private final Set<String> names = new LinkedHashSet<>();

  private HostLookups() {}

  /** Suppresses lookups in this thread until it is closed. */
  public static HostLookups heldBack() {
    HostLookups lookups = new HostLookups();
    HELD_BACK.set(Optional.of(lookups.names));
    return lookups;
  }

  /** Tells whether lookups are suppressed. */
  public static boolean areHeldBack() {
    return HELD_BACK.get().isPresent();
  }

  /** The names that were not looked up. */
  public Set<String> names() {
    return names;
  }

  /**
   * Returns the address of a host.
   *
   * @throws UnknownHostException if it has none, or lookups are suppressed
   */
  public static InetAddress address(String host) throws UnknownHostException {
    Optional<Set<String>> heldBack = HELD_BACK.get();
    if (heldBack.isPresent() && !host.equals("localhost") && !ADDRESS.matcher(host).matches()) {
      heldBack.get().add(host);
      throw new UnknownHostException(host);
    }
    return InetAddress.getByName(host);
  }

  @Override
  public void close() {
    HELD_BACK.remove();
  }
}
