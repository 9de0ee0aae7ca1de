package io.portcullis.broker.configuration;

import java.util.List;
import java.util.stream.Stream;

/** The defined value of a bean's property or argument. */
sealed interface DefinedValue permits DefinedBean, DefinedValue.Text, DefinedValue.Many {

  /** A text, also where Spring would convert it. */
  record Text(String text) implements DefinedValue {}

  /** A list, a set, an array or the values of a map. A value that is missing is an empty one. */
  record Many(List<DefinedValue> values) implements DefinedValue {

    static final Many NOTHING = new Many(List.of());

    public Many {
      values = List.copyOf(values);
    }
  }

  /** The value itself or, of many, each. */
  default Stream<DefinedValue> each() {
    return this instanceof Many many
        ? many.values().stream().flatMap(DefinedValue::each)
        : Stream.of(this);
  }

  /** The beans in it. */
  default List<DefinedBean> beans() {
    return each().filter(DefinedBean.class::isInstance).map(DefinedBean.class::cast).toList();
  }

  /** The texts in it. */
  default List<String> texts() {
    return each().filter(Text.class::isInstance).map(value -> ((Text) value).text()).toList();
  }
}
