package io.portcullis.broker.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.vm.VMTransport;

/** Connections that log in and end in any order, with few ids. */
class LoginsUnderWayTest {

  private static final int CONNECTIONS = 4;

  /**
   * Something that a connection does.
   *
   * @param kind begins, begins unless it is held, begins whoever has it, ends
   */
  record Step(int kind, int connection, int id) {
    static Step of(int number) {
      return new Step(number % 4, number / 4 % CONNECTIONS, number / 16);
    }
  }

  @Property
  void anIdIsFreeIfNoOtherConnectionLogsInWithIt(
      @ForAll @Size(max = 30) List<@IntRange(max = 47) Integer> numbers) {
    List<Transport> connections =
        IntStream.range(0, CONNECTIONS).mapToObj(i -> transport()).toList();
    LoginsUnderWay underWay = new LoginsUnderWay();
    Map<Integer, Integer> expected = new HashMap<>();

    for (Step step : numbers.stream().map(Step::of).toList()) {
      Transport connection = connections.get(step.connection);
      ConnectionId id = new ConnectionId("ID:" + step.id);
      if (step.kind == 3) {
        underWay.end(connection);
        expected.remove(step.connection);
      } else if (step.kind == 2) {
        underWay.begin(id, connection);
        expected.put(step.connection, step.id);
      } else {
        boolean held = step.kind == 1;
        boolean free =
            !held
                && expected.entrySet().stream()
                    .noneMatch(
                        other -> other.getKey() != step.connection && other.getValue() == step.id);
        assertThat(underWay.beginIfFree(id, connection, () -> held)).isEqualTo(free);
        if (free) {
          expected.put(step.connection, step.id);
        }
      }
    }
    connections.forEach(underWay::end);

    assertThat(underWay.size()).isZero();
  }

  private static Transport transport() {
    return new VMTransport(URI.create("vm://none"));
  }
}
