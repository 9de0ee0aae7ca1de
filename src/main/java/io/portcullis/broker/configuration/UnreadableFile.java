package io.portcullis.broker.configuration;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.NotWritablePropertyException;
import org.springframework.beans.factory.xml.XmlBeanDefinitionStoreException;
import org.springframework.core.NestedExceptionUtils;
import org.xml.sax.SAXParseException;

/** Explains in one line why Spring could not read an {@code activemq.xml}, and what to do. */
public final class UnreadableFile {

  private static final Pattern PLACEHOLDER =
      Pattern.compile("Could not resolve placeholder '([^']+)'");

  /**
   * The parts of a validator's and Spring's messages to remove: numbers, namespaces, lists of
   * allowed elements, and the file's name.
   */
  private static final Pattern JARGON =
      Pattern.compile(
          "^cvc-[\\w.-]+: |\\{?\"http://[^\"]*\":|}(?=')|\\s*One of '\\{.*"
              + "|^Configuration problem: |\\s*Offending resource: .*",
          Pattern.DOTALL);

  /** XBean's message about an attribute that it must convert. It contains only the value. */
  private static final String CONVERTS = "PropertyEditorFactory";

  private static final String NO_SCHEMA = "cvc-elt.1";

  private static final int LONGEST = 300;

  private UnreadableFile() {}

  public static String reason(RuntimeException e) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
    String message = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    if (cause instanceof SAXParseException error) {
      return "line %d: %s%s"
          .formatted(
              error.getLineNumber(),
              oneLine(message),
              message.startsWith(NO_SCHEMA) ? " Name its schema in xsi:schemaLocation." : "");
    }
    if (cause instanceof NotWritablePropertyException unknown) {
      return "%s has no property %s%s"
          .formatted(
              unknown.getBeanClass().getSimpleName(),
              unknown.getPropertyName(),
              unknown.getPossibleMatches() == null || unknown.getPossibleMatches().length == 0
                  ? ""
                  : "; did you mean %s?"
                      .formatted(String.join(" or ", unknown.getPossibleMatches())));
    }
    if (String.valueOf(e.getMessage()).contains(CONVERTS)) {
      return "an attribute cannot have this value: %s".formatted(oneLine(message));
    }
    if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
      return "it needs a file that is not there: %s; put it there, or say where the folder is, such"
              .formatted(message.replaceFirst(" \\(No such file or directory\\)$", ""))
          + " as -Dactivemq.conf=FOLDER";
    }
    Matcher placeholder = PLACEHOLDER.matcher(message);
    if (placeholder.find()) {
      return "${%1$s} has no value; give it one in the properties file that the configuration names, or with -D%1$s=VALUE"
          .formatted(placeholder.group(1));
    }
    if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
      return "class %s is not on the class path; put its jar into lib/"
          .formatted(message.replace('/', '.'));
    }
    return e instanceof XmlBeanDefinitionStoreException error && error.getLineNumber() > 0
        ? "line %d: %s".formatted(error.getLineNumber(), oneLine(message))
        : oneLine(message);
  }

  private static String oneLine(String message) {
    String line = JARGON.matcher(message).replaceAll("").strip().replaceAll("\\s*\\R\\s*", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
