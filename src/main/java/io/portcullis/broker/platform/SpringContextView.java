package io.portcullis.broker.platform;

import io.portcullis.rule.ManagementFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The management interfaces and files that a Spring context defines beside a broker.
 *
 * @param management the management interfaces
 * @param files the files that the broker depends on and that it does not know itself
 * @param unreplaced the texts with placeholders that nothing replaced
 */
public record SpringContextView(
    ManagementFacts management, List<NamedFile> files, List<UnreplacedText> unreplaced) {

  private static final Set<String> WATCHED =
      Set.of("configuration", "credentials", "key store", "trust store");

  /** The view of a broker without a known Spring context. */
  public static final SpringContextView NONE =
      new SpringContextView(ManagementFacts.NONE, List.of(), List.of());

  /** Copies the lists. */
  public SpringContextView {
    files = List.copyOf(files);
    unreplaced = List.copyOf(unreplaced);
  }

  /** Tells whether the Spring context is known. */
  public boolean isKnown() {
    return !equals(NONE);
  }

  /** Returns the files of the gate's configuration, and the key stores that belong to it. */
  public List<Path> configuration() {
    return files.stream()
        .filter(file -> WATCHED.contains(file.what()))
        .map(NamedFile::path)
        .toList();
  }

  /** Tells where the web console and the operators' page will be, a line for each that is there. */
  public List<String> webPages() {
    return WebPages.of(management);
  }
}
