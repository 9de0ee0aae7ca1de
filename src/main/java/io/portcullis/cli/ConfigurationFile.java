package io.portcullis.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options that name an activemq.xml and say whether it is trusted. */
final class ConfigurationFile {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--trust",
      description = "Load FILE as a start does: expressions, methods and classes in it are run")
  private boolean trust;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The activemq.xml; by default the broker's own")
  private Optional<Path> file = Optional.empty();

  /**
   * The file that is named, or the broker's own.
   *
   * @throws ParameterException if there is neither
   */
  Path path() {
    return file.or(OwnConfiguration::file)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "name the activemq.xml; no broker was found"));
  }

  /** What to load as a start loads it; empty if the file is to be read as data. */
  Optional<Path> trusted() {
    return trust ? Optional.of(path()) : OwnConfiguration.same(path());
  }
}
