package io.portcullis.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.activemq.util.IdGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientIdFamilyTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          ID:build-7-37449-1700000000000-0:1,                  ID:build-7-…
          ID:build-7-37449-1700000000000-3:14:2,               ID:build-7-…
          ID:0a1b2c3d-0000-4000-8000-0123456789ab:1,           ID:…
          0a1b2c3d-0000-4000-8000-0123456789ab,                …
          auto-0A1B2C3D-0000-4000-8000-0123456789AB,           auto-…
          mosq-Z0yXwVuTsRqPoNmLkJ,                             mosq-…
          mosqpub|4711-gate7,                                  mosqpub|…-gate7
          mosqsub/4711-gate7,                                  mosqsub/…-gate7
          paho123456789012345,                                 paho…
          paho/34AAE54A75D839566E,                             paho/…
          mqttjs_4f2c9a1e,                                     mqttjs_…
          mqttx_0f8a7b6c,                                      mqttx_…
          mqtt-explorer-0f8a7b6c,                              mqtt-explorer-…
          nodered_1a2b3c4d5e6f7a8b,                            nodered_…
          clientId-8sK2nQ4xZ1,                                 clientId-…
          ESP8266Client-3f2a,                                  ESP8266Client-…
          orders.service-5f2b8c1d9e0a,                         orders.service-…
          """)
  void whatIsGeneratedIsFolded(String clientId, String family) {
    assertThat(ClientIdFamily.of(clientId)).isEqualTo(family);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "scanner-7",
        "warehouse",
        "mosquitto",
        "mosq-bridge",
        "paho",
        "pahoclient7",
        "mqttjs_",
        "mqttjs_orders",
        "mqtt-warehouse1",
        "mqtt_warehouse",
        "nodered_kitchen",
        "clientId-warehouses",
        "meter-356938035643809",
        "ID:warehouse",
        "ID:build-1-2-3:4",
        "decade-facade",
        "<img src=x onerror=alert(1)>"
      })
  void whatSomebodyChoseStays(String clientId) {
    assertThat(ClientIdFamily.of(clientId)).isEqualTo(clientId);
  }

  @Test
  void whatActiveMqGeneratesHereIsOneFamily() {
    IdGenerator one = new IdGenerator();

    assertThat(ClientIdFamily.of(one.generateId() + ":1"))
        .isEqualTo(ClientIdFamily.of(new IdGenerator().generateId() + ":2"))
        .endsWith("-" + ClientIdFamily.GENERATED);
  }

  @Property(tries = 200)
  void allIdsOfOneLibraryAreOneFamily(
      @ForAll @IntRange(min = 0) int number, @ForAll long time, @ForAll long random) {
    String uuid = new UUID(random, time).toString();

    assertThat(ClientIdFamily.of("ID:" + uuid + ":" + number)).isEqualTo("ID:…");
    assertThat(ClientIdFamily.of("mqttjs_" + Integer.toHexString(number))).isEqualTo("mqttjs_…");
    assertThat(ClientIdFamily.of("paho" + (1L << 40) + number)).isEqualTo("paho…");
  }

  /** A client chooses its id: a long one costs nothing, and stays. */
  @Test
  void aLongIdStays() {
    String id = "ID:" + "-1".repeat(30_000);

    assertThat(ClientIdFamily.of(id)).isEqualTo(id);
    assertThat(ClientIdFamily.of("ID:" + "-1".repeat(148))).startsWith("ID:-1");
  }
}
