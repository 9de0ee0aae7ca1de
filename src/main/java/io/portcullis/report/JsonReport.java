package io.portcullis.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.portcullis.broker.rights.GroupRights;
import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.broker.start.ShownConnector;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.json.JsonText;
import io.portcullis.release.KnownReleases;
import io.portcullis.rule.CertificateFacts;
import io.portcullis.rule.ConnectorFacts;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Locale;

/** Prints a report as one JSON object, in printable ASCII. */
final class JsonReport implements ReportPrinter {

  @Override
  public void print(Report report, Writer out) throws IOException {
    try (JsonGenerator json = JsonText.generator(out)) {
      CheckedBroker checked = report.checked();
      json.writeStartObject();
      json.writeStringField("file", report.file());
      json.writeStringField("broker", checked.judgement().broker().name());
      json.writeStringField("host", report.host());
      json.writeStringField("user", report.user());
      json.writeStringField("checkedAt", report.when().toString());
      json.writeStringField("activemq", checked.reading().version());
      json.writeStringField("portcullis", report.version());
      json.writeStringField("releasesAsOf", KnownReleases.bundled().asOf().toString());
      json.writeStringField("gate", word(checked.gate()));
      json.writeStringField("mode", checked.policy().mode().name());
      json.writeBooleanField("wouldStart", checked.wouldStart());
      json.writeNumberField("leftOut", report.leftOut().size());
      JsonText.strings(json, "assumed", checked.reading().assumed());
      json.writeArrayFieldStart("findings");
      for (PlacedFinding found : report.findings()) {
        write(json, report, found);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("rules");
      for (RuleState rule : report.rules()) {
        write(json, rule);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("notChecked");
      for (UncheckedItem thing : report.unchecked()) {
        write(json, report, thing);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("connectors");
      for (ShownConnector connector : checked.connectors()) {
        write(json, connector);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("certificates");
      for (ShownConnector connector : checked.connectors()) {
        for (CertificateFacts certificate : connector.facts().certificates()) {
          write(json, connector.facts().name(), certificate);
        }
      }
      json.writeEndArray();
      json.writeArrayFieldStart("accesses");
      for (GroupRights access : checked.accesses()) {
        write(json, access);
      }
      json.writeEndArray();
      ChangesJson.write(json, checked);
      json.writeArrayFieldStart("waivers");
      for (WaiverUse.Used used : checked.waivers()) {
        write(json, used);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    out.write(System.lineSeparator());
  }

  private static void write(JsonGenerator json, RuleState rule) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", rule.rule());
    json.writeStringField("state", rule.state().word());
    JsonText.strings(json, "reasons", rule.reasons());
    json.writeArrayFieldStart("serves");
    for (Requirement served : Requirements.of(rule.rule())) {
      write(json, served);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Requirement served) throws IOException {
    json.writeStartObject();
    json.writeStringField("catalogue", served.catalogue().id());
    json.writeStringField("point", served.point());
    json.writeStringField("title", served.title());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Report report, UncheckedItem thing)
      throws IOException {
    json.writeStartObject();
    if (!thing.rule().isEmpty()) {
      json.writeStringField("rule", thing.rule());
    }
    json.writeStringField("what", thing.what());
    if (thing.leftOut().isPresent()) {
      JsonText.strings(json, "rules", thing.rules());
      json.writeStringField("file", name(report, thing.leftOut().get().file()));
      json.writeNumberField("line", thing.leftOut().get().line());
    }
    json.writeEndObject();
  }

  private static String name(Report report, Path file) {
    return file.equals(report.checked().reading().file()) ? report.file() : file.toString();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void write(JsonGenerator json, Report report, PlacedFinding found)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", found.rule());
    json.writeStringField("code", found.violation().code());
    json.writeStringField("kind", found.violation().about().kind().word());
    json.writeStringField("disposition", word(found.disposition()));
    json.writeStringField("subject", found.violation().subject());
    json.writeStringField("where", found.violation().where());
    json.writeStringField("found", found.violation().found());
    json.writeStringField("remedy", found.violation().remedy());
    json.writeStringField("file", name(report, found.place().file()));
    json.writeNumberField("line", found.place().line());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ShownConnector connector) throws IOException {
    ConnectorFacts facts = connector.facts();
    json.writeStartObject();
    json.writeStringField("name", facts.name());
    json.writeStringField("location", facts.location());
    JsonText.strings(
        json, "addresses", facts.addresses().stream().map(InetAddress::getHostAddress).toList());
    json.writeBooleanField("tls", facts.tls().isPresent());
    JsonText.strings(json, "protocols", connector.protocols());
    JsonText.strings(json, "cipherSuites", connector.cipherSuites());
    json.writeBooleanField("demandsCertificate", connector.demandsCertificate());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String connector, CertificateFacts certificate)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("connector", connector);
    json.writeStringField("subject", certificate.subject());
    json.writeStringField("serial", certificate.serial());
    json.writeBooleanField("own", certificate.own());
    JsonText.strings(json, "names", certificate.names());
    json.writeStringField("from", certificate.from().toString());
    json.writeStringField("until", certificate.until().toString());
    json.writeStringField("key", certificate.key());
    json.writeStringField("signature", certificate.signature());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, WaiverUse.Used used) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", used.waiver().rule());
    json.writeStringField("subject", used.waiver().subject());
    json.writeStringField("reason", used.waiver().reason());
    json.writeStringField("until", used.waiver().until().toString());
    json.writeStringField("state", used.state().word());
    json.writeNumberField("matched", used.matched());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, GroupRights access) throws IOException {
    json.writeStartObject();
    json.writeStringField("destinations", access.destinations());
    json.writeStringField("group", access.group());
    json.writeBooleanField("read", access.read());
    json.writeBooleanField("write", access.write());
    json.writeBooleanField("admin", access.admin());
    json.writeEndObject();
  }
}
