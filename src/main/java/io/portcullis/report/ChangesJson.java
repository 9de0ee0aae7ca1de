package io.portcullis.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.portcullis.broker.rights.GroupRights;
import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.broker.start.CheckedBroker.Gate;
import io.portcullis.broker.start.StartChanges;
import io.portcullis.broker.start.StartChanges.GuardChange;
import io.portcullis.broker.start.StartChanges.Right;
import io.portcullis.broker.start.StartChanges.RightsChange;
import io.portcullis.broker.start.StartChanges.TlsChange;
import io.portcullis.broker.start.StartChanges.UserChange;
import io.portcullis.json.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;

/** Writes what a start will change, for the JSON report and as a property of the SARIF's run. */
final class ChangesJson {

  private final JsonGenerator json;

  private ChangesJson(JsonGenerator json) {
    this.json = json;
  }

  /** Writes the field {@code startChanges}. */
  static void write(JsonGenerator json, CheckedBroker checked) throws IOException {
    new ChangesJson(json).write(checked.changes(), checked.gate() != Gate.WRONG);
  }

  private void write(StartChanges changes, boolean known) throws IOException {
    json.writeObjectFieldStart("startChanges");
    json.writeBooleanField("known", known);
    json.writeBooleanField("changesSomething", changes.changesSomething());
    if (changes.rights().isPresent()) {
      write(changes.rights().get());
    }
    json.writeArrayFieldStart("tls");
    for (TlsChange tls : changes.tls()) {
      write(tls);
    }
    json.writeEndArray();
    strings("unusableLogins", changes.logins());
    json.writeArrayFieldStart("guards");
    for (GuardChange guard : changes.guards()) {
      json.writeStartObject();
      json.writeStringField("rule", guard.rule());
      json.writeBooleanField("enforced", guard.enforced());
      text("what", guard.what());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(RightsChange rights) throws IOException {
    json.writeObjectFieldStart("rights");
    json.writeBooleanField("enforced", rights.enforced());
    json.writeStringField("today", "everything, to every user");
    json.writeArrayFieldStart("after");
    for (GroupRights row : rights.after()) {
      json.writeStartObject();
      text("destinations", row.destinations());
      text("group", row.group());
      json.writeBooleanField("read", row.read());
      json.writeBooleanField("write", row.write());
      json.writeBooleanField("admin", row.admin());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("users");
    for (UserChange change : rights.users()) {
      json.writeStartObject();
      text("user", change.user().name());
      strings("groups", List.copyOf(new TreeSet<>(change.user().groups())));
      write("keeps", change.kept());
      write("loses", change.lost());
      json.writeEndObject();
    }
    json.writeEndArray();
    strings("unknown", rights.unknown());
    json.writeEndObject();
  }

  /** Writes an object with a field for each operation. */
  private void write(String field, List<Right> rights) throws IOException {
    json.writeObjectFieldStart(field);
    for (Right right : rights) {
      strings(right.operation().right(), right.destinations());
    }
    json.writeEndObject();
  }

  private void write(TlsChange tls) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("enforced", tls.enforced());
    strings("connectors", tls.connectors());
    strings("protocols", tls.protocols());
    strings("cipherSuites", tls.cipherSuites());
    strings("ended", tls.ended());
    json.writeEndObject();
  }

  private void text(String field, String text) throws IOException {
    json.writeStringField(field, text);
  }

  private void strings(String field, List<String> texts) throws IOException {
    JsonText.strings(json, field, texts);
  }
}
