package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.esdk.Ciphertexts;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncryptingMessageTransformerBuilderTest {

  private static EncryptingMessageTransformerBuilder builder() {
    return EncryptingMessageTransformer.builder();
  }

  @Test
  void whateverIsWrongIsSaidAtOnce() {
    EncryptingMessageTransformerBuilder builder =
        builder()
            .destinationKey("aws-crypto-destination")
            .context(Map.of("", "value", "tenant", "", "aws-crypto-destination", "queue://Q"))
            .acceptedDestinations("ORDERS", "queue://", "queue://A,B", "topic://A*", "queue://>.A")
            .acceptedDestinationsAt("DLQ.>", "queue://ORDERS?x=1")
            .acceptedDestinationsAt("queue://DLQ.>");

    assertThatThrownBy(builder::build)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            materials was called 0 times; call it once
            destinationKey has the key "aws-crypto-destination"; a key is not blank, and aws-crypto-* is the Encryption SDK's own
            context has the key ""; a key is not blank, and aws-crypto-* is the Encryption SDK's own
            context has the key "aws-crypto-destination"; a key is not blank, and aws-crypto-* is the Encryption SDK's own
            context has the key "aws-crypto-destination", which is destinationKey; leave it out
            context has no value for the key "tenant"
            acceptedDestinations has "ORDERS", which is not the qualified name of one destination or a pattern of such, as queue://ORDERS or queue://ORDERS.> are
            acceptedDestinations has "queue://", which is not the qualified name of one destination or a pattern of such, as queue://ORDERS or queue://ORDERS.> are
            acceptedDestinations has "queue://>.A", which is not the qualified name of one destination or a pattern of such, as queue://ORDERS or queue://ORDERS.> are
            acceptedDestinations has "queue://A,B", which is not the qualified name of one destination or a pattern of such, as queue://ORDERS or queue://ORDERS.> are
            acceptedDestinations has "topic://A*", which is not the qualified name of one destination or a pattern of such, as queue://ORDERS or queue://ORDERS.> are
            acceptedDestinationsAt has "DLQ.>", which is not the qualified name of one destination or a pattern of such, as queue://ORDERS or queue://ORDERS.> are
            acceptedDestinationsAt has "queue://ORDERS?x=1", which is not the qualified name of one destination or a pattern of such, as queue://ORDERS or queue://ORDERS.> are
            acceptedDestinationsAt has "queue://DLQ.>" and no destination whose messages it accepts"""
                .strip());
  }

  @Test
  void keysComeFromOnePlace() {
    assertThatThrownBy(
            () ->
                builder().materials(Ciphertexts.aes()).materials(Ciphertexts.aesKeyring()).build())
        .hasMessage("materials was called 2 times; call it once");
  }

  @Test
  void namesThatNobodyAsksForAreAMistake() {
    assertThatThrownBy(
            () ->
                builder()
                    .materials(Ciphertexts.aes())
                    .bindNothing()
                    .acceptedDestinations("queue://ORDERS")
                    .build())
        .hasMessage("acceptedDestinations has no effect with bindNothing(); leave one of them out");
  }

  @Test
  void allKindsOfDestinationsCanBeAccepted() {
    assertThatCode(
            () ->
                builder()
                    .materials(Ciphertexts.aes())
                    .acceptedDestinations(
                        "queue://A",
                        "topic://VirtualTopic.B",
                        "temp-queue://ID:1",
                        "temp-topic://2")
                    .build())
        .doesNotThrowAnyException();
  }
}
