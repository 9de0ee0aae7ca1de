package io.portcullis.harden;

import io.portcullis.harden.text.PropertiesText;
import io.portcullis.harden.text.PropertiesText.Entry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Merges a file for the audit log into the operator's {@code log4j2.properties}, as {@code
 * conf/log4j2.properties} of Portcullis has it. It also takes out ActiveMQ's own lines for what the
 * audit log records. The operator's loggers and appenders keep their names and levels.
 *
 * <p>Source: <a
 * href="https://logging.apache.org/log4j/2.x/manual/configuration.html#java-properties-features">Log4j's
 * manual</a>, "Java properties".
 */
final class AuditLog implements Step {

  private static final String RULE = "configuration";
  private static final String FILE = "log4j2.properties";
  private static final String LOGGER = "io.portcullis.audit";
  private static final String ID = "portcullisaudit";

  /** The loggers whose lines the audit log has already, and the filters that take these out. */
  private static final Map<String, String> FILTERS =
      Map.of(
          "org.apache.activemq.broker.TransportConnection", "refusals",
          "org.apache.activemq.transport.stomp.ProtocolConverter", "frames");

  /** Other files that configure a log, and what to put into them. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "log4j2.xml",
          "<RollingFile name=\"PortcullisAudit\""
              + " fileName=\"${sys:activemq.data}/portcullis-audit.log\""
              + " filePattern=\"${sys:activemq.data}/portcullis-audit.log.%i\">"
              + "<PatternLayout pattern=\"%m%n\"/><SizeBasedTriggeringPolicy size=\"10MB\"/>"
              + "</RollingFile> into <Appenders>, and <Logger"
              + " name=\"io.portcullis.audit\" level=\"INFO\" additivity=\"false\"><AppenderRef"
              + " ref=\"PortcullisAudit\"/></Logger> into <Loggers>",
          "log4j.properties",
          "log4j.logger.io.portcullis.audit=INFO,portcullisaudit,"
              + " log4j.additivity.io.portcullis.audit=false,"
              + " log4j.appender.portcullisaudit=org.apache.log4j.RollingFileAppender,"
              + " log4j.appender.portcullisaudit.file=${activemq.data}/portcullis-audit.log,"
              + " log4j.appender.portcullisaudit.maxFileSize=10MB,"
              + " log4j.appender.portcullisaudit.layout=org.apache.log4j.PatternLayout and"
              + " log4j.appender.portcullisaudit.layout.ConversionPattern=%m%n",
          "log4j2.yaml",
          yaml(),
          "log4j2.yml",
          yaml());

  private static String yaml() {
    return "{name: PortcullisAudit, fileName: \"${sys:activemq.data}/portcullis-audit.log\","
        + " filePattern: \"${sys:activemq.data}/portcullis-audit.log.%i\", PatternLayout: {pattern:"
        + " \"%m%n\"}, SizeBasedTriggeringPolicy: {size: 10MB}} below RollingFile of"
        + " Appenders, and {name: io.portcullis.audit, level: info, additivity: false, AppenderRef:"
        + " {ref: PortcullisAudit}} below Logger of Loggers";
  }

  @Override
  public boolean apply(Work work) throws IOException {
    if (!work.draft().has(FILE)) {
      decide(work);
      return false;
    }
    PropertiesText log = work.properties(FILE);
    if (log.entries().stream().anyMatch(entry -> isName(entry, LOGGER))) {
      return false;
    }
    String id = freeId(log);
    log.append("");
    log.append("# Portcullis: what it refuses or reports, one JSON object a line.");
    for (Entry entry : resource("audit").entries()) {
      append(log, entry.key().replaceFirst("\\.", "." + id + "."), entry.value());
    }
    list(log, "loggers", id);
    list(log, "appenders", id);
    FILTERS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(filter -> filter(log, filter.getKey(), filter.getValue()));
    return work.save(FILE, RULE, log);
  }

  private static void decide(Work work) throws IOException {
    for (String name : work.draft().names()) {
      if (OTHERS.containsKey(name) && !work.draft().text(name).text().contains(LOGGER)) {
        work.decide(
            RULE,
            "the audit log has no file of its own yet; put into %s: %s"
                .formatted(name, OTHERS.get(name)));
      }
    }
  }

  private static boolean isName(Entry entry, String name) {
    return entry.key().matches("logger\\.[^.]+\\.name") && entry.value().strip().equals(name);
  }

  private static String freeId(PropertiesText log) {
    String id = ID;
    for (int i = 2; isTaken(log, id); i++) {
      id = ID + i;
    }
    return id;
  }

  private static boolean isTaken(PropertiesText log, String id) {
    return log.entries().stream()
        .flatMap(entry -> Stream.of("logger.", "appender.").map(kind -> Map.entry(entry, kind)))
        .anyMatch(
            each ->
                each.getKey().key().equals(each.getValue() + id)
                    || each.getKey().key().startsWith(each.getValue() + id + "."));
  }

  private static void append(PropertiesText log, String key, String value) {
    log.append(key + " = " + PropertiesText.escaped(value, false));
  }

  /** Extends a list of the ids that count. Without a list, all count. */
  private static void list(PropertiesText log, String name, String id) {
    log.value(name)
        .filter(ids -> !ids.isBlank())
        .ifPresent(ids -> log.set(name, ids.stripTrailing() + ", " + id));
  }

  private void filter(PropertiesText log, String logger, String resource) {
    Optional<String> own =
        log.entries().stream()
            .filter(entry -> isName(entry, logger))
            .map(entry -> entry.key().split("\\.", -1)[1])
            .findFirst();
    String id = own.orElse(ID + resource);
    boolean filtered =
        log.entries().stream()
            .anyMatch(entry -> entry.key().startsWith("logger." + id + ".filter"));
    if (filtered || (own.isEmpty() && isTaken(log, id))) {
      return;
    }
    if (own.isEmpty()) {
      String level = level(log, logger);
      append(log, "logger.%s.name".formatted(id), logger);
      append(log, "logger.%s.level".formatted(id), level);
      list(log, "loggers", id);
    }
    for (Entry entry : resource(resource).entries()) {
      append(log, "logger.%s.%s".formatted(id, entry.key()), entry.value());
    }
  }

  /** Returns the level that a logger has without a configuration of its own. */
  private static String level(PropertiesText log, String logger) {
    for (int dot = logger.lastIndexOf('.'); dot > 0; dot = logger.lastIndexOf('.', dot - 1)) {
      String parent = logger.substring(0, dot);
      Optional<String> level =
          log.entries().stream()
              .filter(entry -> isName(entry, parent))
              .map(entry -> entry.key().replaceFirst("\\.name$", ""))
              .flatMap(prefix -> level(log, List.of(prefix + ".level", prefix)).stream())
              .findFirst();
      if (level.isPresent()) {
        return level.get();
      }
    }
    return level(log, List.of("rootLogger.level", "rootLogger")).orElse("ERROR");
  }

  private static Optional<String> level(PropertiesText log, List<String> keys) {
    return keys.stream()
        .flatMap(key -> log.value(key).stream())
        .map(value -> value.split(",", -1)[0].strip())
        .filter(level -> !level.isEmpty())
        .findFirst();
  }

  private static PropertiesText resource(String name) {
    try (InputStream in = AuditLog.class.getResourceAsStream(name + ".properties");
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
        BufferedReader lines = new BufferedReader(reader)) {
      return PropertiesText.of(lines.lines().collect(Collectors.joining("\n")), "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
