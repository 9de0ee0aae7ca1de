package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.BrokerXml;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file as data is judged by the properties that Spring's p: attributes set. */
class PropertyAttributesTest {

  private static final String GATE =
      "<bean xmlns=\"http://www.springframework.org/schema/beans\""
          + " xmlns:p=\"http://www.springframework.org/schema/p\""
          + " class=\"io.portcullis.PortcullisPlugin\" %s";

  @TempDir private Path folder;

  private CheckRun check(String gate) throws Exception {
    BrokerXml.write(folder, gate, "<transportConnector name=\"o\" uri=\"tcp://127.0.0.1:0\"/>");
    return CheckRun.of(folder.resolve("activemq.xml"));
  }

  @Test
  void aModeIsObeyed() throws Exception {
    CheckRun run = check(GATE.formatted("p:mode=\"REPORT_ONLY\"/>"));
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out()).contains("REPORT_ONLY").doesNotContain("attribute mode");
  }

  @Test
  void aHyphenatedNameIsTheProperty() throws Exception {
    CheckRun run =
        check(GATE.formatted("p:report-only=\"require-tls\" p:enforce=\"require-tls\"/>"));
    assertThat(run.out()).contains("reportOnly", "enforce");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void aReferenceIsFollowed() throws Exception {
    BrokerXml.write(
        folder,
        GATE.formatted("p:waivers-ref=\"all\"/>"),
        "<transportConnector name=\"o\" uri=\"tcp://127.0.0.1:0\"/>");
    CheckRun run = CheckRun.of(folder.resolve("activemq.xml"));
    assertThat(run.out().replaceAll("\\s+", " ")).contains("bean \"all\" is not defined");
  }

  @Test
  void aPropertyInBothFormsIsNamed() throws Exception {
    CheckRun run =
        check(
            GATE.formatted(
                "p:mode=\"REPORT_ONLY\"><property name=\"mode\" value=\"ENFORCE\"/></bean>"));
    assertThat(run.out().replaceAll("\\s+", " ")).contains("property mode is set twice");
  }

  @Test
  void argumentsAreNamedAsNotObeyed() throws Exception {
    CheckRun run =
        check(
            GATE.formatted(
                "xmlns:c=\"http://www.springframework.org/schema/c\" c:_0=\"REPORT_ONLY\"/>"));
    assertThat(run.out().replaceAll("\\s+", " ")).contains("attribute _0 of <bean> is not obeyed");
  }
}
