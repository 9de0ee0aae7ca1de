package io.portcullis.scenario.remedies;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The deeds of one class, each with the code by which it is refused, and the stage of all. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class RunTimeRemedies {

  /** Where all deeds are played. */
  Stage stage;

  /** Returns the deeds, each under the code whose remedy it applies. */
  abstract Map<String, Deed> rows();

  /** Opens the stage. */
  abstract Stage open() throws Exception;

  /** The codes whose remedies are applied here. */
  Stream<String> codes() {
    return rows().keySet().stream().sorted();
  }

  @BeforeAll
  void start() throws Exception {
    stage = open();
  }

  @AfterAll
  void stop() throws Exception {
    stage.close();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void remedyHelps(String code) throws Exception {
    rows().get(code).play(code);
  }
}
