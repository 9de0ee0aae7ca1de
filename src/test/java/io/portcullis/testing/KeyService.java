package io.portcullis.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.cryptography.materialproviders.IKeyring;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.CreateAwsKmsKeyringInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;

/**
 * An HTTP server on loopback that answers as AWS KMS does. The AWS SDK's own client and keyring ask
 * it, so failures are the real exceptions. Its data keys are wrapped by their base64 alone.
 */
public final class KeyService implements AutoCloseable {

  /** The one key. */
  public static final String KEY_ARN =
      "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  private static final int DATA_KEY_BYTES = 32;

  /** How long its clients wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    // Else each answer takes 40 ms: its second packet waits for the acknowledgement of the first.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** What it answers to a request to unwrap a data key. */
  public enum Answer {
    /** The data key. */
    DATA_KEY(200, ""),
    /** It is overloaded. */
    UNAVAILABLE(503, "ServiceUnavailableException"),
    /** Something broke inside. */
    INTERNAL(500, "KMSInternalException"),
    /** A part of it did not answer in time. */
    TIMED_OUT(503, "DependencyTimeoutException"),
    /** It has the key, and not now. */
    KEY_UNAVAILABLE(500, "KeyUnavailableException"),
    /** Too many requests. */
    THROTTLED(400, "ThrottlingException"),
    /** The credentials are no longer good. */
    EXPIRED(400, "ExpiredTokenException"),
    /** Nothing: the connection closes. */
    HANG_UP(0, ""),
    /** Nothing: the connection stays. */
    SILENCE(0, ""),
    /** The caller may not use the key. */
    DENIED(400, "AccessDeniedException"),
    /** The key is disabled. */
    DISABLED(400, "DisabledException"),
    /** The wrapped data key was changed, or has another context. */
    INVALID(400, "InvalidCiphertextException");

    private final int status;
    private final String error;

    Answer(int status, String error) {
      this.status = status;
      this.error = error;
    }
  }

  private final SecureRandom random = new SecureRandom();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger failures = new AtomicInteger();
  private final HttpServer server;
  private final KmsClient client;
  private volatile Answer answer = Answer.DATA_KEY;
  private volatile boolean generating = true;
  private volatile int failuresLeft;

  private KeyService(HttpServer server) {
    this.server = server;
    this.client =
        KmsClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
            .overrideConfiguration(
                settings ->
                    settings.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(PATIENCE))
            .build();
  }

  /** One that listens and answers. */
  public static KeyService started() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    KeyService service = new KeyService(server);
    server.setExecutor(service.threads);
    server.createContext("/", service::serve);
    server.start();
    return service;
  }

  /** A keyring of the one key, whose client asks this service once and does not try again. */
  public IKeyring keyring() {
    return MaterialProviders.builder()
        .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
        .build()
        .CreateAwsKmsKeyring(
            CreateAwsKmsKeyringInput.builder().kmsKeyId(KEY_ARN).kmsClient(client).build());
  }

  /** Answers so from now on, until told otherwise. */
  public KeyService answering(Answer next) {
    failuresLeft = Integer.MAX_VALUE;
    answer = next;
    return this;
  }

  /** Answers so as often, and then with data keys. */
  public KeyService answering(Answer next, int times) {
    failuresLeft = times;
    answer = next;
    return this;
  }

  /** Is overloaded for who wants a new data key, too. */
  public void withoutDataKeys() {
    answering(Answer.UNAVAILABLE);
    generating = false;
  }

  /** How often it did not answer with a data key. */
  public int failures() {
    return failures.get();
  }

  private void serve(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (target.endsWith("GenerateDataKey") && generating) {
      byte[] dataKey = new byte[DATA_KEY_BYTES];
      random.nextBytes(dataKey);
      reply(exchange, Base64.getEncoder().encodeToString(dataKey));
      return;
    }
    Answer now = next();
    if (now == Answer.DATA_KEY) {
      reply(exchange, request.get("CiphertextBlob").asText());
      return;
    }
    failures.incrementAndGet();
    if (now == Answer.HANG_UP) {
      exchange.close();
    } else if (now != Answer.SILENCE) {
      send(
          exchange, now.status, Map.of("__type", now.error, "message", "about the key " + KEY_ARN));
    }
  }

  private synchronized Answer next() {
    if (answer != Answer.DATA_KEY && failuresLeft > 0) {
      failuresLeft--;
      return answer;
    }
    return Answer.DATA_KEY;
  }

  private static void reply(HttpExchange exchange, String dataKey) throws IOException {
    send(exchange, 200, Map.of("KeyId", KEY_ARN, "Plaintext", dataKey, "CiphertextBlob", dataKey));
  }

  private static void send(HttpExchange exchange, int status, Map<String, String> answer)
      throws IOException {
    byte[] body = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    client.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
