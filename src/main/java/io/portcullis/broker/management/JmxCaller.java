package io.portcullis.broker.management;

import io.portcullis.broker.platform.Subjects;
import java.lang.reflect.Method;
import java.security.AccessController;
import java.security.Principal;
import java.util.stream.Collectors;
import javax.security.auth.Subject;

/**
 * Finds the user of a management operation: the login of the JMX connector or of the web console.
 */
public final class JmxCaller {

  private JmxCaller() {}

  /** Returns the names of its principals; empty if no login is required. */
  public static String name() {
    Subject subject = subjectOrNull();
    return subject == null || subject.getPrincipals().isEmpty()
        ? WebOrigins.user()
        : Subjects.text(
            subject.getPrincipals().stream()
                .map(Principal::getName)
                .collect(Collectors.joining(",")));
  }

  /**
   * Returns the subject. Java 18 and later have a new method for it, and from Java 24 on only that
   * works.
   */
  private static Subject subjectOrNull() {
    try {
      Method current = Subject.class.getMethod("current");
      return (Subject) current.invoke(null);
    } catch (NoSuchMethodException e) {
      return before18();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Subject.current failed", e);
    }
  }

  @SuppressWarnings({"removal", "deprecation"})
  private static Subject before18() {
    return Subject.getSubject(AccessController.getContext());
  }
}
