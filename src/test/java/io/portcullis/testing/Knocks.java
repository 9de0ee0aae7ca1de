package io.portcullis.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Tells whether anybody connects to a server that nobody should, or should, connect to. */
public final class Knocks {

  private Knocks() {}

  /** Whether somebody connects in time; the connection is ended. */
  public static boolean at(ServerSocket server, Duration patience) throws IOException {
    server.setSoTimeout((int) patience.toMillis());
    try {
      server.accept().close();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }
}
