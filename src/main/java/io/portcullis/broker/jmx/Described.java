package io.portcullis.broker.jmx;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes an attribute, operation or parameter of the MBean for JMX clients. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.PARAMETER})
@interface Described {

  /** Returns the description, in a sentence or two. */
  String value();

  /** Returns the name of a parameter; empty for attributes and operations. */
  String name() default "";
}
