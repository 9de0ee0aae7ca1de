package io.portcullis.scenario.connection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same over WebSocket, where Jetty ends them after half a minute and nothing says when. */
@Timeout(180)
class AcceptStormIT {

  @Test
  void realClientsGetInAndTheOthersEnd() throws Exception {
    AcceptStormTest.withstand("wss");
  }
}
