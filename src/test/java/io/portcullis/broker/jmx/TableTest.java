package io.portcullis.broker.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;

class TableTest {

  private record Fruit(String name, String colour, long weight, boolean ripe) {}

  private final Table<Fruit> table =
      Table.<Fruit>named("Fruits", "Fruit")
          .key("name", Fruit::name)
          .text("colour", Fruit::colour)
          .number("weight", Fruit::weight)
          .flag("ripe", Fruit::ripe);

  @Test
  void aRowHasEveryColumn() {
    TabularData shown = table.of(List.of(new Fruit("apple", "red", 90, true)));

    CompositeData row = shown.get(new Object[] {"apple"});
    assertThat(Map.of("colour", "red", "weight", 90L, "ripe", true))
        .allSatisfy((column, value) -> assertThat(row.get(column)).isEqualTo(value));
    assertThat(shown.getTabularType().getIndexNames()).containsExactly("name");
  }

  @Test
  void ofRowsWithTheSameKeyThereIsTheLast() {
    TabularData shown =
        table.of(
            List.of(new Fruit("apple", "red", 90, true), new Fruit("apple", "green", 80, true)));

    assertThat(shown.size()).isEqualTo(1);
    assertThat(shown.get(new Object[] {"apple"}).get("colour")).isEqualTo("green");
  }
}
