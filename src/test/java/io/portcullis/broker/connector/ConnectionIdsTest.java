package io.portcullis.broker.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.CommandTypes;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.DataStructure;
import org.apache.activemq.command.LocalTransactionId;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.ProducerId;
import org.apache.activemq.command.RemoveInfo;
import org.apache.activemq.command.SessionId;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.openwire.DataStreamMarshaller;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every id in every command that OpenWire has, found by what its classes can be told. */
class ConnectionIdsTest {

  private static final ConnectionId OWN = new ConnectionId("own");
  private static final ConnectionId FOREIGN = new ConnectionId("foreign");

  private static final Set<Class<?>> IDS =
      Set.of(
          ConnectionId.class,
          SessionId.class,
          ConsumerId.class,
          ProducerId.class,
          TransactionId.class,
          DataStructure.class);

  /** What names something of the message's origin, or is read by nobody in a broker. */
  private static final Map<String, String> LEFT_ALONE =
      Map.of(
          "Message.setOriginalTransactionId", "its origin's",
          "Message.setTargetConsumerId", "whom it is for, and no claim",
          "Message.setDataStructure", "what an advisory tells of",
          "ConnectionInfo.setConnectionId", "a login, which makes it its own",
          "DataResponse.setData", "an answer, which a broker ignores",
          "ConnectionError.setConnectionId", "a broker ignores it",
          "ProducerAck.setProducerId", "a broker ignores it",
          "MessageDispatch.setConsumerId", "a broker ignores it");

  private final ConnectionIds ids = new ConnectionIds();

  ConnectionIdsTest() {
    ids.add(OWN);
  }

  /** By the marshallers, since what OpenWire can read it has one for. */
  private static Stream<Class<?>> commands() throws Exception {
    String marshallers = "org.apache.activemq.openwire.v12.MarshallerFactory";
    Method create = Class.forName(marshallers).getMethod("createMarshallerMap", openWireFormat());
    DataStreamMarshaller[] all =
        (DataStreamMarshaller[])
            create.invoke(null, openWireFormat().getDeclaredConstructor().newInstance());
    return Arrays.stream(all)
        .filter(marshaller -> marshaller != null)
        .map(DataStreamMarshaller::createObject)
        .filter(Command.class::isInstance)
        .<Class<?>>map(Object::getClass)
        .distinct();
  }

  private static Class<?> openWireFormat() throws Exception {
    return Class.forName("org.apache.activemq.openwire.OpenWireFormat");
  }

  @TestFactory
  Stream<DynamicTest> everyIdOfEveryCommandIsItsConnections() throws Exception {
    return commands()
        .flatMap(command -> Arrays.stream(command.getMethods()).flatMap(set -> test(command, set)));
  }

  private Stream<DynamicTest> test(Class<?> command, Method set) {
    if (Modifier.isStatic(set.getModifiers())
        || !set.getName().startsWith("set")
        || set.getParameterCount() != 1
        || !IDS.contains(set.getParameterTypes()[0])) {
      return Stream.empty();
    }
    String name = set.getDeclaringClass().getSimpleName() + "." + set.getName();
    if (LEFT_ALONE.containsKey(name)) {
      return Stream.empty();
    }
    return ids(set.getParameterTypes()[0], FOREIGN).stream()
        .map(
            id ->
                DynamicTest.dynamicTest(
                    "%s.%s(%s)"
                        .formatted(
                            command.getSimpleName(), set.getName(), id.getClass().getSimpleName()),
                    () -> assertOwn(command, set, id)));
  }

  private void assertOwn(Class<?> command, Method set, Object foreign) throws Exception {
    Object carrier = command.getDeclaredConstructor().newInstance();
    set.invoke(carrier, foreign);
    assertThat(ids.foreignIn(carrier)).as("another's").contains("foreign");
    for (Object own : ids(set.getParameterTypes()[0], OWN)) {
      set.invoke(carrier, own);
      assertThat(ids.foreignIn(carrier)).as("its own").isEmpty();
    }
  }

  private static List<Object> ids(Class<?> type, ConnectionId of) {
    SessionId session = new SessionId(of, 1);
    List<Object> all =
        List.of(
            of,
            session,
            new ConsumerId(session, 1),
            new ProducerId(session, 1),
            new LocalTransactionId(of, 1));
    return type == DataStructure.class
        ? all.subList(0, 4)
        : all.stream().filter(type::isInstance).toList();
  }

  @Test
  void theTestKnowsTheCommandsThatItIsAbout() throws Exception {
    assertThat(commands().toList())
        .hasSizeGreaterThan(35)
        .contains(ConsumerInfo.class, MessageAck.class, RemoveInfo.class);
    assertThat(CommandTypes.PROTOCOL_VERSION).isEqualTo((byte) 12);
  }

  /** Of two ids in one command each counts. */
  @Test
  void anotherTransactionCountsBesideAnOwnProducer() throws Exception {
    for (Class<?> command : commands().filter(Message.class::isAssignableFrom).toList()) {
      Message message = (Message) command.getDeclaredConstructor().newInstance();
      message.setProducerId(new ProducerId(new SessionId(OWN, 1), 1));
      message.setTransactionId(new LocalTransactionId(FOREIGN, 1));

      assertThat(ids.foreignIn(message)).contains("foreign");
    }
  }

  @Property
  void onlyTheWholeIdIsOwn(@ForAll String own, @ForAll String other) {
    ConnectionIds some = new ConnectionIds();
    some.add(new ConnectionId(own));
    ConsumerInfo info =
        new ConsumerInfo(new ConsumerId(new SessionId(new ConnectionId(other), 1), 1));

    Optional<String> foreign = some.foreignIn(info);

    assertThat(foreign.isEmpty()).isEqualTo(own.equals(other));
    some.remove(new ConnectionId(own));
    assertThat(some.any()).isFalse();
    assertThat(some.foreignIn(info)).isPresent();
  }

  @Test
  void anIdThatNamesNoConnectionIsNobodysOwn() {
    assertThat(ids.foreignIn(new ConsumerInfo(new ConsumerId()))).contains("null");
    assertThat(ids.foreignIn(new RemoveInfo(new ConnectionId()))).contains("null");
  }
}
