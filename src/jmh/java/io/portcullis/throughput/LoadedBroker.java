package io.portcullis.throughput;

import io.portcullis.BodyPolicy;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Rights;
import io.portcullis.testing.WatchedBroker;
import java.io.File;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.shiro.ShiroPlugin;

/** The broker's JVM: a variant, whether it is persistent, and the number of entries. */
public final class LoadedBroker {

  private LoadedBroker() {}

  /** Serves until its input ends. */
  public static void main(String[] arguments) throws Exception {
    Variant variant = Variant.valueOf(arguments[0]);
    boolean persistent = Boolean.parseBoolean(arguments[1]);
    int entries = Integer.parseInt(arguments[2]);
    try (GatedBroker broker = GatedBroker.listening("ssl")) {
      if (variant == Variant.SHIRO) {
        broker.withOnly(shiro());
      } else {
        broker.withPlugin(new AuthorizationPlugin(map(entries)));
      }
      switch (variant) {
        case WITHOUT, AGAIN, SHIRO -> broker.withoutGate();
        case GATE -> broker.with(gate -> gate.setBodyPolicies(policies(entries)));
        case UNOBSERVED ->
            broker.with(
                gate -> {
                  gate.setBodyPolicies(policies(entries));
                  gate.setObserve("false");
                });
      }
      broker
          .withService(service -> service.setPersistent(persistent))
          .withService(service -> service.setDataDirectoryFile(new File("data")))
          .started();
      WatchedBroker.serve(List.of(broker.port("ssl")));
    }
  }

  private static AuthorizationMap map(int entries) {
    Rights rights = Rights.ofOperators().users("queue://LOAD.>", true, true);
    IntStream.range(1, entries)
        .forEach(i -> rights.users("queue://" + Scenario.queue(0, i), true, true));
    return rights.map();
  }

  private static List<BodyPolicy> policies(int entries) {
    return IntStream.range(0, entries).mapToObj(LoadedBroker::policy).toList();
  }

  private static BodyPolicy policy(int number) {
    BodyPolicy policy = new BodyPolicy();
    policy.setQueue(number == 0 ? ">" : Scenario.queue(0, number));
    return policy;
  }

  private static ShiroPlugin shiro() {
    ShiroPlugin shiro = new ShiroPlugin();
    shiro.setIniConfig(
        """
        [users]
        admin = %1$s, admins
        user = %1$s, users
        [roles]
        admins = *
        users = topic:ActiveMQ.Advisory.*:*, queue:LOAD.*:*
        """
            .formatted(GatedBroker.PASSWORD));
    return shiro;
  }
}
