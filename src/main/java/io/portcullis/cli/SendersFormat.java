package io.portcullis.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.portcullis.report.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** How senders are printed. */
enum SendersFormat {
  /** For people. */
  TEXT {
    @Override
    void print(BrokerSenders senders, PrintWriter out) {
      out.println(Printable.of(senders.headline()));
      for (SenderGroup group : senders.groups()) {
        out.println();
        line(out, "%s to %s".formatted(named(group.user(), "(no user)"), group.destination()));
        line(
            out,
            "  %s, the last at %s"
                .formatted(
                    BrokerSenders.count(group.count(), "violation"), seconds(group.lastSeen())));
        line(out, "  breaks " + String.join(", ", group.rules()));
        String protocols = String.join(", ", group.protocols());
        line(
            out,
            "  %sfrom %s"
                .formatted(
                    protocols.isEmpty() ? "" : "over %s ".formatted(protocols),
                    shortened(group.addresses(), "(unknown)")));
        line(
            out,
            "  client "
                + shortened(
                    group.clients().entrySet().stream().map(SendersFormat::client).toList(),
                    "(no client id)"));
      }
    }
  },
  /** One JSON object a line for each user and destination. */
  JSON {
    @Override
    void print(BrokerSenders senders, PrintWriter out) throws IOException {
      for (SenderGroup group : senders.groups()) {
        try (JsonGenerator json = JSON_LINES.createGenerator(out)) {
          json.setHighestNonEscapedChar(LAST_PRINTABLE);
          write(json, senders, group);
        }
        out.println();
      }
    }
  };

  private static final int LAST_PRINTABLE = '~';
  private static final int MOST_NAMES = 10;
  private static final JsonFactory JSON_LINES =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  /** Prints the senders of one broker. */
  abstract void print(BrokerSenders senders, PrintWriter out) throws IOException;

  private static void line(PrintWriter out, String line) {
    out.println(Printable.of(line));
  }

  /** Cuts a time to its second. */
  private static String seconds(String time) {
    return time.replaceFirst("\\.\\d+Z$", "Z");
  }

  private static String named(String name, String otherwise) {
    return name.isEmpty() ? otherwise : name;
  }

  private static String client(Map.Entry<String, Long> client) {
    String name = named(client.getKey(), "(no client id)");
    return client.getValue() == 1 ? name : "%s (%d ids)".formatted(name, client.getValue());
  }

  /** Lists the first names, and the number of the others. */
  private static String shortened(List<String> names, String otherwise) {
    if (names.isEmpty()) {
      return otherwise;
    }
    int more = names.size() - MOST_NAMES;
    String first = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    return more > 0 ? "%s and %d more".formatted(first, more) : first;
  }

  private static void write(JsonGenerator json, BrokerSenders senders, SenderGroup group)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("broker", senders.broker());
    json.writeStringField("mode", senders.mode());
    json.writeStringField("user", group.user());
    json.writeStringField("destination", group.destination());
    json.writeNumberField("count", group.count());
    json.writeStringField("lastSeen", group.lastSeen());
    strings(json, "rules", group.rules());
    strings(json, "protocols", group.protocols());
    strings(json, "addresses", group.addresses());
    json.writeArrayFieldStart("clients");
    for (Map.Entry<String, Long> client : group.clients().entrySet()) {
      json.writeStartObject();
      json.writeStringField("client", client.getKey());
      json.writeNumberField("ids", client.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String field, Collection<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
