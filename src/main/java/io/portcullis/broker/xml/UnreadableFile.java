package io.portcullis.broker.xml;

import io.portcullis.policy.SimilarName;
import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.List;
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

  private static final String SCHEMA = "cvc-";

  private UnreadableFile() {}

  /** Returns the reason. */
  public static String reason(Throwable e) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
    if (cause instanceof SAXParseException error) {
      return String.valueOf(error.getMessage()).startsWith(SCHEMA)
          ? "line %d: the schema refuses it; bin/activemq portcullis check says what is meant: %s"
              .formatted(error.getLineNumber(), plain(error.getMessage()))
          : new SyntaxFault(error, List.of()).line();
    }
    if (String.valueOf(e.getMessage()).contains(CONVERTS)) {
      return "an attribute cannot have this value: %s".formatted(plain(cause.getMessage()));
    }
    return e instanceof XmlBeanDefinitionStoreException error && error.getLineNumber() > 0
        ? "line %d: %s".formatted(error.getLineNumber(), words(cause))
        : words(cause);
  }

  /** Returns what the cause of an error says, in words for people as far as they are known. */
  static String words(Throwable cause) {
    String message = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    if (cause instanceof NotWritablePropertyException unknown) {
      return "%s has no property %s%s"
          .formatted(
              unknown.getBeanClass().getSimpleName(),
              unknown.getPropertyName(),
              new SimilarName(BeanClasses.properties(unknown.getBeanClass()))
                  .to(unknown.getPropertyName())
                  .map("; did you mean %s?"::formatted)
                  .orElse(""));
    }
    if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
      return missingFile(message.replaceFirst(" \\(No such file or directory\\)$", ""));
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
    return plain(message);
  }

  private static String missingFile(String path) {
    return "it needs a file that is not there: %s; put it there, or say where the folder is, such as"
            .formatted(path)
        + " -Dactivemq.conf=FOLDER";
  }

  private static String plain(String message) {
    return Shortened.of(JARGON.matcher(String.valueOf(message)).replaceAll(""));
  }
}
