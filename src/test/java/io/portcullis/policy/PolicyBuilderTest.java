package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portcullis.esdk.Depth;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyBuilderTest {

  private static final Set<String> RULES = Set.of("require-tls", "refuse-root");

  @Test
  void withNothingSaidItIsTheSecureDefault() throws Exception {
    Policy policy = Policy.builder().build(RULES);

    assertThat(policy.mode()).isEqualTo(Mode.ENFORCE);
    assertThat(policy.reportOnly()).isEmpty();
    assertThat(policy.enforce()).isEmpty();
    assertThat(policy.groups()).isEqualTo(new Groups("admins", "users", "activemq-webconsole"));
    assertThat(policy.bridgesGroup()).isEqualTo("bridges");
    assertThat(policy.tls())
        .isEqualTo(new TlsRequirements(TlsVersion.TLS_1_2, ClientCertificates.OPTIONAL, 30));
    assertThat(policy.quarantineMaxMessages()).isEqualTo(1_000);
    assertThat(policy.quarantineMaxBytes()).isEqualTo(67_108_864);
    assertThat(policy.quarantineUserPercent()).isEqualTo(10);
    assertThat(policy.protocols()).isEmpty();
    assertThat(policy.bodies().of(DestinationName.queue("X"))).isSameAs(BodyRequirement.ENCRYPTED);
  }

  @Test
  void everyPropertyIsTakenAsItIsSaid() throws Exception {
    Policy policy =
        Policy.builder()
            .mode(" REPORT_ONLY ")
            .reportOnly("require-tls")
            .enforce("refuse-root")
            .allowedNetworks("192.0.2.0/24")
            .minimumTlsVersion("TLSv1.3")
            .clientCertificates("REQUIRED")
            .certificateWarningDays(" 7 ")
            .administratorsGroup(" a ")
            .usersGroup("u")
            .systemGroup("s")
            .bridgesGroup(" b ")
            .quarantineMaxMessages("5")
            .quarantineMaxBytes("6")
            .quarantineUserPercent(" 100 ")
            .protocols(" mqtt+ws ,amqp, ")
            .build(RULES);

    assertThat(policy.mode()).isEqualTo(Mode.REPORT_ONLY);
    assertThat(policy.reportOnly()).containsExactly("require-tls");
    assertThat(policy.enforce()).containsExactly("refuse-root");
    assertThat(policy.allowedNetworks()).hasToString("192.0.2.0/24");
    assertThat(policy.tls())
        .isEqualTo(new TlsRequirements(TlsVersion.TLS_1_3, ClientCertificates.REQUIRED, 7));
    assertThat(policy.groups()).isEqualTo(new Groups("a", "u", "s"));
    assertThat(policy.bridgesGroup()).isEqualTo("b");
    assertThat(policy.quarantineMaxMessages()).isEqualTo(5);
    assertThat(policy.quarantineMaxBytes()).isEqualTo(6);
    assertThat(policy.quarantineUserPercent()).isEqualTo(100);
    assertThat(policy.protocols()).containsExactlyInAnyOrder("mqtt+ws", "amqp");
  }

  @Test
  void withNothingElseSaidABodyPolicyIsTheSecureDefault() throws Exception {
    BodyRequirement demand = demand(Map.of("queue", "Q"));

    assertThat(demand.encrypted()).isTrue();
    assertThat(demand.verify()).isEqualTo(Depth.STRUCTURE);
    assertThat(demand.commitmentRequired()).isTrue();
    assertThat(demand.keys()).isEmpty();
    assertThat(demand.maxEncryptedDataKeys()).isEqualTo(8);
    assertThat(demand.context().bindsDestination()).isFalse();
    assertThat(demand.textAllowed()).isTrue();
    assertThat(demand.emptyAllowed()).isFalse();
    assertThat(demand.quarantined()).isFalse();
  }

  @Test
  void everyPropertyOfABodyPolicyIsTakenAsItIsSaid() throws Exception {
    BodyRequirement demand =
        demand(
            Map.of(
                "queue", " Q ",
                "verify", "SIGNATURE",
                "commitment", "OPTIONAL",
                "keys", "a/b, arn:aws:kms:*:*:key/*",
                "maxEncryptedDataKeys", "3",
                "destinationKey", " to ",
                "text", "REFUSE",
                "empty", "ALLOW",
                "onRefusal", "QUARANTINE"));

    assertThat(demand.encrypted()).isTrue();
    assertThat(demand.verify()).isEqualTo(Depth.SIGNATURE);
    assertThat(demand.commitmentRequired()).isFalse();
    assertThat(demand.keys()).hasSize(2);
    assertThat(demand.maxEncryptedDataKeys()).isEqualTo(3);
    assertThat(demand.context().destinationKey()).isEqualTo("to");
    assertThat(demand.textAllowed()).isFalse();
    assertThat(demand.emptyAllowed()).isTrue();
    assertThat(demand.quarantined()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys", "context", "destinationKey"})
  void whatNarrowsABodyPolicyIsNotBlank(String property) {
    BodyEntry entry = new BodyEntry(Map.of("queue", "Q", property, " "));

    assertThat(problems(Policy.builder().bodies(List.of(entry))))
        .containsExactly(
            "bodyPolicies[0].%s is blank, which would allow everything; leave it out or say"
                    .formatted(property)
                + " something");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "a/b,                               true",
    "a/*,                               true",
    "a/b/c,                             true",
    "/b,                                false",
    "a/,                                false",
    "/,                                 false",
    "a,                                 false",
    "a/arn:aws:kms:eu-west-1:1:key/k,   false",
    "arn:aws:kms:eu-west-1:1:key/k,     true",
    "arn:*:kms:*:*:key/*,               true",
    "arn:aws:kms:eu-west-1:1:key/*,     true",
    "arn:aws:kms:eu-west-1:1:key/,      false",
    "arn:aws:kms:eu-west-1:1:key/k*,    false",
    "arn:aws:kms:eu-west-1:1:*,         false",
    "arn:aws:kms:eu-west-1:1:alias/a,   false",
    "arn:aws:kms:eu-*:1:key/k,          false",
    "arn:aws:kms:*eu:1:key/k,           false",
    "arn:aws:*:eu-west-1:1:key/k,       false",
    "arn:aws:s3:eu-west-1:1:key/k,      false",
    "arn:aws:kms::1:key/k,              false",
    "arn:aws:kms:eu-west-1::key/k,      false",
    "arn::kms:eu-west-1:1:key/k,        false",
    "arn:aws:kms:eu-west-1:key/k,       false",
    "arn:aws:kms:eu-west-1:1:key/k:b,   false",
    "arn:aws:kms:eu-west-1:1:1:key/k,   false",
    "arn:aws:kms:key/*:1:key/k,         false",
  })
  void aKeyIsAnArnWithWholePartsOpenOrAProviderAndAName(String pattern, boolean allowed) {
    BodyEntry entry = new BodyEntry(Map.of("queue", "Q", "keys", pattern));

    assertThat(problems(Policy.builder().bodies(List.of(entry))).isEmpty()).isEqualTo(allowed);
  }

  @ParameterizedTest(name = "{0}, {1}, {2}: {3}")
  @CsvSource({
    "-1,   0,          0,          false",
    "0,    0,          0,          true",
    "3650, 2147483647, 2147483647, true",
    "3651, 0,          0,          false",
    "0,    -1,         0,          false",
    "0,    0,          -1,         false",
    "0,    2147483648, 0,          false",
    "0,    0,          2147483648, false",
    "'',   0,          0,          false",
    "0x1,  0,          0,          false"
  })
  void numbersHaveBounds(String days, String messages, String bytes, boolean allowed) {
    PolicyBuilder builder =
        Policy.builder()
            .certificateWarningDays(days)
            .quarantineMaxMessages(messages)
            .quarantineMaxBytes(bytes);

    assertThat(problems(builder)).hasSize(allowed ? 0 : 1);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "100, true", "101, false", "'', false", "10%, false"})
  void aUsersPartOfTheQuarantineIsAPercentage(String percent, boolean allowed) {
    assertThat(problems(Policy.builder().quarantineUserPercent(percent))).hasSize(allowed ? 0 : 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "*", "a,b", ","})
  void aGroupIsOneGroup(String name) {
    assertThat(problems(Policy.builder().administratorsGroup(name)))
        .containsExactly("administratorsGroup=\"%s\" is not the name of one group".formatted(name));
  }

  @Test
  void oneErrorIsOneError() {
    assertThat(
            catchThrowableOfType(
                ConfigurationException.class,
                () -> Policy.builder().allowedNetworks("everywhere").build(RULES)))
        .hasMessage(
            "Portcullis cannot read its configuration (1 error):\n  allowedNetworks: \"everywhere\""
                + " is not an address block; write one such as 10.0.0.0/8 or fd00::/8");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,true", "::1,true", "10.1.1.1,true", "172.16.0.1,true", "172.31.255.255,true",
    "172.32.0.1,false", "192.168.1.1,true", "fd00::1,true", "fe80::1,true", "169.254.1.1,true",
    "8.8.8.8,false", "2606:4700::1,false", "100.64.0.1,false"
  })
  void privateNetworksAreAllowedUnlessToldOtherwise(String address, boolean allowed)
      throws Exception {
    Policy policy = Policy.builder().build(RULES);

    assertThat(policy.allowedNetworks().contains(InetAddress.getByName(address)))
        .isEqualTo(allowed);
  }

  @Test
  void everyErrorIsSaidAtOnce() {
    PolicyBuilder builder =
        Policy.builder()
            .mode("ENFORCED")
            .reportOnly("require-tls, require-tsl")
            .enforce("require-tls")
            .allowedNetworks("10.0.0.0/8, 10.0.0.0/99")
            .usersGroup(" ")
            .systemGroup("a,b")
            .bodies(
                List.of(
                    new BodyEntry(Map.of("body", "ANY")),
                    new BodyEntry(Map.of("queue", "A", "topic", "B", "body", "ANY")),
                    new BodyEntry(Map.of("queue", "A..B", "body", "SOME")),
                    new BodyEntry(Map.of("temporary", "yes", "body", "ANY")),
                    new BodyEntry(Map.of("queue", "A.>.B", "body", "ANY")),
                    new BodyEntry(Map.of("topic", "queue://A", "body", "ANY")),
                    new BodyEntry(Map.of("queue", "A,B", "body", "ANY")),
                    new BodyEntry(Map.of("queue", "C", "body", "ANY")),
                    new BodyEntry(Map.of("queue", "C", "body", "ENCRYPTED")),
                    new BodyEntry(Map.of("temporary", "true", "body", "ANY")),
                    new BodyEntry(Map.of("temporary", "true", "body", "ANY"))));

    ConfigurationException refusal =
        catchThrowableOfType(ConfigurationException.class, () -> builder.build(RULES));

    assertThat(refusal.problems())
        .containsExactly(
            "mode=\"ENFORCED\" is not one of ENFORCE, REPORT_ONLY",
            "reportOnly: \"require-tsl\" is not one of refuse-root, require-tls",
            "allowedNetworks: \"10.0.0.0/99\" is not an address block; write one such as"
                + " 10.0.0.0/8 or fd00::/8",
            "usersGroup=\" \" is not the name of one group",
            "systemGroup=\"a,b\" is not the name of one group",
            "bodyPolicies[0] names no destination; it needs exactly one of queue, topic and"
                + " temporary=\"true\"",
            "bodyPolicies[1] names 2 destinations; it needs exactly one of queue, topic and"
                + " temporary=\"true\"",
            "bodyPolicies[2].body=\"SOME\" is not one of ENCRYPTED, ANY",
            "bodyPolicies[2].queue=\"A..B\" has an empty level",
            "bodyPolicies[3].temporary=\"yes\" is not one of true, false",
            "bodyPolicies[3] names no destination; it needs exactly one of queue, topic and"
                + " temporary=\"true\"",
            "bodyPolicies[4].queue=\"A.>.B\" has a > that is not its last level",
            "bodyPolicies[5].topic=\"queue://A\" holds a prefix; write the name alone",
            "bodyPolicies[6].queue=\"A,B\" names several destinations; write one entry for each",
            "bodyPolicies[8].queue=\"C\" was said already",
            "bodyPolicies[10].temporary=\"true\" was said already",
            "reportOnly and enforce both name \"require-tls\"; leave it in one of them");
    assertThat(refusal)
        .hasMessageStartingWith("Portcullis cannot read its configuration (17 errors):\n  mode=");
  }

  @Test
  void everyErrorInOneBodyPolicyIsSaidAtOnce() {
    BodyEntry entry =
        new BodyEntry(
            Map.of(
                "queue", "Q",
                "verify", "DEEP",
                "commitment", "YES",
                "keys", "arn:aws:kms:eu-west-1:1:alias/a, arn:aws:kms:eu-*:1:key/a, name, a/",
                "maxEncryptedDataKeys", "0",
                "context", "a=1, b, =c, a=2",
                "text", "MAYBE",
                "empty", "OK",
                "onRefusal", "DROP"));

    ConfigurationException refusal =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> Policy.builder().bodies(List.of(entry)).build(RULES));

    String arn =
        " is not a KMS key ARN; write arn:PARTITION:kms:REGION:ACCOUNT:key/ID, where a whole part"
            + " may be *";
    assertThat(refusal.problems())
        .containsExactly(
            "bodyPolicies[0].verify=\"DEEP\" is not one of HEADER, STRUCTURE, SIGNATURE",
            "bodyPolicies[0].commitment=\"YES\" is not one of REQUIRED, OPTIONAL",
            "bodyPolicies[0].keys: \"arn:aws:kms:eu-west-1:1:alias/a\"" + arn,
            "bodyPolicies[0].keys: \"arn:aws:kms:eu-*:1:key/a\"" + arn,
            "bodyPolicies[0].keys: \"name\" is neither a KMS key ARN nor provider/name",
            "bodyPolicies[0].keys: \"a/\" is neither a KMS key ARN nor provider/name",
            "bodyPolicies[0].maxEncryptedDataKeys=\"0\" is not a whole number from 1 to 65535",
            "bodyPolicies[0].context: \"b\" is not key=value",
            "bodyPolicies[0].context: \"=c\" is not key=value",
            "bodyPolicies[0].context: \"a\" was said already",
            "bodyPolicies[0].text=\"MAYBE\" is not one of BASE64, REFUSE",
            "bodyPolicies[0].empty=\"OK\" is not one of REFUSE, ALLOW",
            "bodyPolicies[0].onRefusal=\"DROP\" is not one of REJECT, QUARANTINE");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"1,true", "65535,true", "65536,false", "-1,false", "x,false", "'',false"})
  void aMessageMayHaveOneTo65535EncryptedDataKeys(String number, boolean allowed) {
    BodyEntry entry = new BodyEntry(Map.of("queue", "Q", "maxEncryptedDataKeys", number));

    assertThat(
            catchThrowableOfType(
                    ConfigurationException.class,
                    () -> Policy.builder().bodies(List.of(entry)).build(RULES))
                == null)
        .isEqualTo(allowed);
  }

  @Test
  void noNetworkAtAllIsAnError() {
    ConfigurationException refusal =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> Policy.builder().allowedNetworks(" ,").build(RULES));

    assertThat(refusal.problems()).containsExactly("allowedNetworks=\" ,\" names no network");
  }

  private static BodyRequirement demand(Map<String, String> said) throws ConfigurationException {
    return Policy.builder()
        .bodies(List.of(new BodyEntry(said)))
        .build(RULES)
        .bodies()
        .of(DestinationName.queue("Q"));
  }

  private static List<String> problems(PolicyBuilder builder) {
    ConfigurationException refusal =
        catchThrowableOfType(ConfigurationException.class, () -> builder.build(RULES));
    return refusal == null ? List.of() : refusal.problems();
  }
}
