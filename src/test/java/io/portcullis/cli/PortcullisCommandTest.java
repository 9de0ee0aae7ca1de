package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.activemq.console.command.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ActiveMQ's own command line finds and runs. */
class PortcullisCommandTest {

  @Test
  void activeMqFindsIt() {
    assertThat(ServiceLoader.load(Command.class))
        .filteredOn(command -> command.getName().equals("portcullis"))
        .singleElement()
        .isInstanceOf(PortcullisCommand.class);
  }

  @ParameterizedTest
  @CsvSource({"--version, ''", "unheard-of, 2"})
  void aStatusOtherThan0EndsTheJvm(String word, String ended) {
    List<Integer> statuses = new ArrayList<>();

    new PortcullisCommand(statuses::add).execute(List.of(word));

    assertThat(statuses).isEqualTo(ended.isEmpty() ? List.of() : List.of(Integer.valueOf(ended)));
  }
}
