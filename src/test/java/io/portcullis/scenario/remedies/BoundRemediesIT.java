package io.portcullis.scenario.remedies;

import static io.portcullis.scenario.remedies.ConfFolder.replacing;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.broker.platform.BrokerVersion;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Remedies for what has no bounds. */
class BoundRemediesIT {

  private static final String CONNECTIONS = "maximumConnections=10&amp;";
  private static final String FRAME = "wireFormat.maxFrameSize=1048576";

  @TempDir private Path folder;

  static List<Named<Failing>> rows() {
    return Failing.rows(
        Failing.of("connections-unbounded", "no option", replacing(CONNECTIONS, "")),
        Failing.of(
            "connections-unbounded",
            "no number",
            replacing(CONNECTIONS, "maximumConnections=many&amp;")),
        Failing.of("frames-unbounded", "no option", replacing(FRAME, "wireFormat.maxFrameSize=0x")),
        Failing.of(
            "frames-unbounded",
            "turned off",
            replacing(FRAME, FRAME + "&amp;wireFormat.maxFrameSizeEnabled=false")),
        Failing.of(
            "frames-unbounded",
            "a protocol of several",
            replacing(
                "ssl://127.0.0.1:61617?" + ConfFolder.BOUNDS,
                "auto+ssl://127.0.0.1:61617?maximumConnections=10&amp;auto.protocols=amqp")),
        Failing.of(
            "frames-unbounded",
            "WebSocket",
            replacing(
                "ssl://127.0.0.1:61617?" + ConfFolder.BOUNDS,
                "wss://127.0.0.1:61617?websocket.maxTextMessageSize=0")),
        Failing.of(
            "logins-exceed-heap",
            "one connector",
            replacing(CONNECTIONS, "maximumConnections=99999999&amp;")),
        Failing.all(
            Failing.of(
                "logins-exceed-heap",
                "two connectors",
                folder ->
                    folder
                        .replace(CONNECTIONS, "maximumConnections=99999999&amp;")
                        .replace(
                            "</transportConnectors>",
                            "<transportConnector name=\"mqtt\" uri=\"mqtt+ssl://127.0.0.1:8883?maximumConnections=99999\"/></transportConnectors>"))),
        Failing.of(
            "connector-option-misspelt",
            "removed",
            replacing(CONNECTIONS, CONNECTIONS + "transport.enabledProtocol=TLSv1&amp;")),
        Failing.other(
            1,
            Failing.of(
                "connector-option-misspelt",
                "corrected",
                replacing(CONNECTIONS, CONNECTIONS + "transport.enabledProtocol=TLSv1.3&amp;"))),
        Failing.of(
            "connector-option-unknown",
            "the first option",
            replacing(CONNECTIONS, "transport.colour=red&amp;" + CONNECTIONS)),
        Failing.of(
            "connector-option-unknown",
            "the last option",
            replacing(FRAME, FRAME + "&amp;transport.colour=red")),
        Failing.of(
            "destinations-unbounded",
            "an entry without",
            replacing("queue=\">\" maxDestinations=\"1000\"", "queue=\">\"")),
        Failing.of(
            "destinations-unbounded",
            "an entry for several",
            replacing(
                "<policyEntry queue=\">\" maxDestinations=\"1000\"/>",
                "<policyEntry queue=\">\" maxDestinations=\"1000\"/><policyEntry queue=\"A.>,B\"/>")),
        Failing.of(
            "destinations-unbounded",
            "no entry for them",
            replacing("<policyEntry tempTopic=\"true\" maxDestinations=\"1000\"/>", "")),
        Failing.of(
            "destinations-unbounded",
            "a default entry",
            replacing(
                ConfFolder.POLICY,
                "<destinationPolicy><policyMap><defaultEntry><policyEntry memoryLimit=\"1\"/></defaultEntry></policyMap></destinationPolicy>")),
        Failing.of("destinations-unbounded", "no policy", replacing(ConfFolder.POLICY, "")),
        Failing.of(
            "space-unbounded",
            "a limit of 0",
            replacing("<memoryUsage limit=\"1048576\"/>", "<memoryUsage limit=\"0\"/>")),
        Failing.of(
            "space-unbounded",
            "no element",
            replacing(
                "<memoryUsage><memoryUsage limit=\"1048576\"/></memoryUsage>",
                "<storeUsage><storeUsage limit=\"1\"/></storeUsage>")),
        Failing.of(
            "space-exceeds-room",
            "a large limit",
            replacing("limit=\"1048576\"", "limit=\"9223372036854775807\"")));
  }

  /** Bounds that only some versions of ActiveMQ have. */
  static List<Named<Failing>> newer() {
    return Failing.rows(
        Failing.of(
            "uncommitted-unbounded",
            "no attribute",
            replacing(" maxUncommittedCount=\"10000\"", "")),
        Failing.of(
            "inflated-unbounded",
            "an attribute that bounds nothing",
            replacing(" maxInflatedDataSize=\"10000\"", " maxInflatedDataSize=\"2147483647\"")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("newer")
  void remedyHelpsWhereThereIsTheAttribute(Failing failing) throws Exception {
    assumeTrue(
        ConfFolder.isAttribute(
            failing.code().startsWith("un") ? "maxUncommittedCount" : "maxInflatedDataSize"));

    assumeTrue(!failing.code().startsWith("un") || BrokerVersion.boundsTransactions());

    Remedies.helps(failing, folder);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void remedyHelps(Failing failing) throws Exception {
    Remedies.helps(failing, folder);
  }
}
