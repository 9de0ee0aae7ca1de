package io.portcullis.broker.jmx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

/**
 * A table in JMX: its columns, and how each column is read from a row's source. If rows have the
 * same key columns, the table keeps the last.
 *
 * @param <R> the source of a row
 */
final class Table<R> {

  /** A column of the table. */
  private record Column<R>(String name, boolean key, OpenType<?> type, Function<R, ?> value) {}

  private final String name;
  private final String row;
  private final List<Column<R>> columns;

  private Table(String name, String row, List<Column<R>> columns) {
    this.name = name;
    this.row = row;
    this.columns = List.copyOf(columns);
  }

  /**
   * Creates a table without columns.
   *
   * @param name its name
   * @param row the name of the row type
   */
  static <R> Table<R> named(String name, String row) {
    return new Table<>(name, row, List.of());
  }

  /** Adds a text column that belongs to the key. */
  Table<R> key(String column, Function<R, String> value) {
    return with(new Column<>(column, true, SimpleType.STRING, value));
  }

  /** Adds a column of yes and no that belongs to the key. */
  Table<R> keyFlag(String column, Function<R, Boolean> value) {
    return with(new Column<>(column, true, SimpleType.BOOLEAN, value));
  }

  /** Adds a text column. */
  Table<R> text(String column, Function<R, String> value) {
    return with(new Column<>(column, false, SimpleType.STRING, value));
  }

  /** Adds a column of whole numbers. */
  Table<R> number(String column, Function<R, Long> value) {
    return with(new Column<>(column, false, SimpleType.LONG, value));
  }

  /** Adds a column of yes and no. */
  Table<R> flag(String column, Function<R, Boolean> value) {
    return with(new Column<>(column, false, SimpleType.BOOLEAN, value));
  }

  private Table<R> with(Column<R> column) {
    List<Column<R>> more = new ArrayList<>(columns);
    more.add(column);
    return new Table<>(name, row, more);
  }

  /** Returns the table with a row for each of these. */
  TabularData of(List<R> rows) {
    try {
      String[] names = columns.stream().map(Column::name).toArray(String[]::new);
      CompositeType type =
          new CompositeType(
              row, row, names, names, columns.stream().map(Column::type).toArray(OpenType[]::new));
      String[] key = columns.stream().filter(Column::key).map(Column::name).toArray(String[]::new);
      TabularDataSupport table = new TabularDataSupport(new TabularType(name, name, type, key));
      for (R made : rows) {
        CompositeDataSupport shown = new CompositeDataSupport(type, values(made));
        table.remove(table.calculateIndex(shown));
        table.put(shown);
      }
      return table;
    } catch (OpenDataException e) {
      throw new IllegalStateException("the table's own columns", e);
    }
  }

  private Map<String, ?> values(R made) {
    Map<String, Object> values = new LinkedHashMap<>();
    columns.forEach(column -> values.put(column.name(), column.value().apply(made)));
    return values;
  }
}
