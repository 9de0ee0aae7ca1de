package io.portcullis.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that have to be told one before they start: none twice in the JVMs of a build,
 * and none of those that the system gives to clients, so that nobody takes them meanwhile.
 */
public final class FreePorts {

  private static final int LOWEST = 10_000;
  private static final int FIRST_OF_CLIENTS = 32_768;

  /** Tests run in four JVMs at once: each has every fourth port. */
  private static final int FORKS = 4;

  private static final int FORK = Integer.getInteger("portcullis.testing.fork", 1) % FORKS;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  /** One on loopback that nobody listens on. */
  public static int next() {
    int port;
    do {
      port =
          ThreadLocalRandom.current().nextInt(LOWEST / FORKS, FIRST_OF_CLIENTS / FORKS) * FORKS
              + FORK;
    } while (!GIVEN.add(port) || !isFree(port));
    return port;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
