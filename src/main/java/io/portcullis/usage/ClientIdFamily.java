package io.portcullis.usage;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What client ids of one client have in common, although its library generates a new id for each
 * connection. The generated part becomes {@value #GENERATED}. An id that somebody chose stays as it
 * is. It is for people: two families can look alike.
 */
public final class ClientIdFamily {

  /** Stands for what was generated. */
  public static final String GENERATED = "\u2026";

  /** Longer ids are shown as they are: no library generates them. */
  private static final int LONGEST = 300;

  private static final String UUID = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}";

  /** The start of a hexadecimal number that has a digit and a letter. */
  private static final String HEXADECIMAL = "(?=[0-9]*[a-fA-F])(?=[a-fA-F]*[0-9])[0-9a-fA-F]";

  /**
   * The generated part is the group {@code made}. Each pattern names the library, or the place
   * where its id is made.
   */
  private static final List<Pattern> GENERATORS =
      List.of(
          // ActiveMQ's client, and the broker for clients without an id: ID:host-port-time-n:n
          Pattern.compile("ID:.+?-(?<made>\\d{1,5}-\\d{12,14}-\\d+:\\d+(?::\\d+)*)"),
          // Qpid JMS: ID:uuid:n. Proton, rhea and the auto-ids of mosquitto: a UUID
          Pattern.compile(".*?(?<made>" + UUID + "(?::\\d+)*)"),
          // libmosquitto since 1.5
          Pattern.compile("mosq-(?<made>[0-9A-Za-z]{16,20})"),
          // mosquitto_pub and mosquitto_sub before 1.5: mosqpub|pid-host
          Pattern.compile("mosq(?:pub|sub)[|/](?<made>\\d+)-.*"),
          // Paho for Java: nanoseconds. For Python before 1.3: hexadecimal
          Pattern.compile("paho/?(?<made>[0-9]{6,20}|[0-9A-Fa-f]{12,32})"),
          // MQTT.js
          Pattern.compile("mqttjs_(?<made>[0-9a-f]{1,8})"),
          // MQTTX, MQTT Explorer, Node-RED: a random hexadecimal end
          Pattern.compile(
              "(?:mqttx_|mqtt-explorer-|nodered_|mqtt_)(?<made>" + HEXADECIMAL + "{8,16})"),
          // HiveMQ's browser client
          Pattern.compile("clientId-(?<made>(?=[A-Za-z]*[0-9])[0-9A-Za-z]{10})"),
          // Arduino's examples: a random number in hexadecimal
          Pattern.compile("(?:ESP8266|ESP32|Arduino)Client-(?<made>[0-9A-Fa-f]{1,8})"),
          // Any name with a long hexadecimal end that has a digit and a letter
          Pattern.compile(".*[-_./:](?<made>" + HEXADECIMAL + "{12,64})"));

  private ClientIdFamily() {}

  /** Returns a client id without what was generated; the id itself if nothing was. */
  public static String of(String clientId) {
    if (clientId.length() > LONGEST) {
      return clientId;
    }
    for (Pattern generator : GENERATORS) {
      Matcher made = generator.matcher(clientId);
      if (made.matches()) {
        return clientId.substring(0, made.start("made"))
            + GENERATED
            + clientId.substring(made.end("made"));
      }
    }
    return clientId;
  }
}
