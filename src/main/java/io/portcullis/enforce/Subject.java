package io.portcullis.enforce;

/**
 * The client that a violation is about, as far as it is known at the moment. An empty field is
 * unknown or does not exist.
 *
 * @param connector the connector's name
 * @param remoteAddress the remote address, as the transport names it
 * @param user the user name; before the login, the one that the client claims
 * @param clientId the client id
 * @param protocol the protocol's name
 * @param destination the destination, qualified
 * @param loggedIn whether the user is logged in, and not only claimed
 * @param otherProducers the number of other producers that share the connection, if a refusal
 *     reaches them too; otherwise 0
 */
public record Subject(
    String connector,
    String remoteAddress,
    String user,
    String clientId,
    String protocol,
    String destination,
    boolean loggedIn,
    long otherProducers) {

  /** The broker itself. */
  public static final Subject BROKER = new Subject("", "", "", "", "", "");

  private static final String ADVICE =
      "; connect with jms.alwaysSyncSend=true, or a refusal closes the connection of a whole pool";

  /** Creates a subject that is not logged in. */
  public Subject(
      String connector,
      String remoteAddress,
      String user,
      String clientId,
      String protocol,
      String destination) {
    this(connector, remoteAddress, user, clientId, protocol, destination, false);
  }

  /** Creates a subject whose refusal reaches nobody else. */
  public Subject(
      String connector,
      String remoteAddress,
      String user,
      String clientId,
      String protocol,
      String destination,
      boolean loggedIn) {
    this(connector, remoteAddress, user, clientId, protocol, destination, loggedIn, 0);
  }

  /** Returns the same subject whose refusal reaches this number of other producers. */
  public Subject with(long others) {
    return new Subject(
        connector, remoteAddress, user, clientId, protocol, destination, loggedIn, others);
  }

  /** Returns what to do for the other producers, after the remedy; empty if there are none. */
  public String advice() {
    return otherProducers == 0 ? "" : ADVICE;
  }

  /** Returns the source of its lines: the logged-in user, or else the network. */
  Source source() {
    return loggedIn ? new Source(true, user) : new Source(false, PeerNetwork.of(remoteAddress));
  }

  /**
   * The source that lines and rows are counted for. It is a logged-in user, or a network. A name
   * that is only claimed is not a source.
   *
   * @param user whether it is a user who logged in
   * @param name the user's name, or the network
   */
  record Source(boolean user, String name) {}

  /** Returns a remote address without its port, which changes with every connection. */
  static String host(String remoteAddress) {
    return remoteAddress.replaceFirst(":\\d+$", "");
  }
}
