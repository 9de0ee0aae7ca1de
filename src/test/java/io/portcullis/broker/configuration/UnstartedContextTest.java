package io.portcullis.broker.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.testing.BrokerXml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.xbean.XBeanBrokerService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.io.FileSystemResource;

/** Whoever reads a broker's file, to check or to reload it, starts nothing that stands in it. */
class UnstartedContextTest {

  private static final List<String> DONE = Collections.synchronizedList(new ArrayList<>());

  private static final String BESIDE =
      """
      <bean class="io.portcullis.broker.configuration.UnstartedContextTest$Started"/>
      <bean class="io.portcullis.broker.configuration.UnstartedContextTest$Listening"/>
      <bean class="io.portcullis.broker.configuration.UnstartedContextTest$Initialized" init-method="begin"/>
      """;

  @TempDir private Path folder;

  /** As a container of message listeners, or what Camel makes of routes. */
  public static final class Started implements SmartLifecycle {

    @Override
    public void start() {
      DONE.add("started");
    }

    @Override
    public void stop() {
      DONE.add("stopped");
    }

    @Override
    public boolean isRunning() {
      return false;
    }
  }

  /** As Camel's context before it knew of lifecycles. */
  public static final class Listening implements ApplicationListener<ContextRefreshedEvent> {

    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
      DONE.add("told");
    }
  }

  public static final class Initialized {

    public void begin() {
      DONE.add("initialized");
    }
  }

  /** Tells of its start instead of starting. */
  public static final class Broker extends XBeanBrokerService {

    @Override
    public void start() {
      DONE.add("broker started");
    }
  }

  @BeforeEach
  void forget() {
    DONE.clear();
  }

  @Test
  void aCheckStartsNothingBesideTheBroker() throws Exception {
    CheckedBroker.of(file(xml -> xml.replace("<broker ", BESIDE + "<broker ")), Clock.systemUTC());

    assertThat(DONE).isEmpty();
  }

  @Test
  void readingTheGatesPartOfARunningBrokersFileStartsNothing() throws Exception {
    Path file = file(xml -> xml.replace("<broker ", BESIDE + "<broker "));
    try (UnstartedContext context = new UnstartedContext(new FileSystemResource(file))) {
      context.refresh();

      BrokerService service = new BrokerService();
      GateFile gate =
          new GateFile(service, context.getBeanFactory(), io.portcullis.PortcullisPlugin.class);
      assertThat(gate.read()).isPresent();
    }

    assertThat(DONE).isEmpty();
  }

  /** Spring then calls methods annotated with @PostConstruct, private ones too. */
  @Test
  void aBrokerIsNotStartedByAnAnnotation() throws Exception {
    Path file =
        file(
            xml ->
                xml.replaceAll(
                    "(?s)<broker .*</broker>",
                    """
                    <bean class="org.springframework.context.annotation.CommonAnnotationBeanPostProcessor"/>
                    <bean class="io.portcullis.broker.configuration.UnstartedContextTest\\$Broker">
                      <property name="persistent" value="false"/>
                      <property name="useJmx" value="false"/>
                      <property name="start" value="true"/>
                    </bean>
                    """));

    CheckedBroker.of(file, Clock.systemUTC());

    assertThat(DONE).isEmpty();
  }

  private Path file(UnaryOperator<String> change) throws Exception {
    BrokerXml.write(folder, BrokerXml.GATE, "");
    Path file = folder.resolve("activemq.xml");
    return Files.writeString(file, change.apply(Files.readString(file)));
  }
}
