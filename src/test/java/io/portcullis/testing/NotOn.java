package io.portcullis.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Tests that are skipped, and counted so, on lines of ActiveMQ where there is nothing to test. */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NotOn.Condition.class)
public @interface NotOn {

  /** The lines. */
  Line[] value();

  /** What they have not. */
  String because();

  /** Reads the annotation. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AnnotationSupport.findAnnotation(context.getElement(), NotOn.class)
          .filter(exception -> List.of(exception.value()).contains(Line.running()))
          .map(exception -> ConditionEvaluationResult.disabled(exception.because()))
          .orElseGet(() -> ConditionEvaluationResult.enabled("to be held on this line"));
    }
  }
}
