package io.portcullis.client;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.pool.PooledConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SimpleMessageListenerContainer;

/**
 * Applications that listen to a queue, each with a library between ActiveMQ's client and itself.
 */
enum Listening {
  /** Spring's default container, with {@code sessionTransacted}. */
  SPRING {
    @Override
    AutoCloseable start(ActiveMQConnectionFactory factory, String queue, List<String> read) {
      return spring(transacted(new DefaultMessageListenerContainer()), factory, queue, read);
    }
  },
  /** The same, with three consumers over one connection. */
  SPRING_WITH_THREE_CONSUMERS {
    @Override
    AutoCloseable start(ActiveMQConnectionFactory factory, String queue, List<String> read) {
      DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
      container.setConcurrentConsumers(3);
      return spring(transacted(container), factory, queue, read);
    }
  },
  /** The same container, with acknowledgement by the client. */
  SPRING_WITH_CLIENT_ACKNOWLEDGE {
    @Override
    AutoCloseable start(ActiveMQConnectionFactory factory, String queue, List<String> read) {
      DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
      container.setSessionAcknowledgeMode(Session.CLIENT_ACKNOWLEDGE);
      return spring(container, factory, queue, read);
    }
  },
  /** Spring's simple container, with {@code sessionTransacted}. */
  SPRING_SIMPLE {
    @Override
    AutoCloseable start(ActiveMQConnectionFactory factory, String queue, List<String> read) {
      return spring(transacted(new SimpleMessageListenerContainer()), factory, queue, read);
    }
  },
  /** activemq-pool under Spring's default container. */
  ACTIVEMQ_POOL {
    @Override
    AutoCloseable start(ActiveMQConnectionFactory factory, String queue, List<String> read) {
      PooledConnectionFactory pool = new PooledConnectionFactory();
      pool.setConnectionFactory(factory);
      AutoCloseable container =
          spring(transacted(new DefaultMessageListenerContainer()), pool, queue, read);
      return () -> {
        container.close();
        pool.stop();
      };
    }
  },
  /** pooled-jms under Spring's default container. */
  POOLED_JMS {
    @Override
    AutoCloseable start(ActiveMQConnectionFactory factory, String queue, List<String> read) {
      return MessagingHub.start(factory, queue, read);
    }
  },
  /** A route of Camel with the options of the documentation. */
  CAMEL {
    @Override
    AutoCloseable start(ActiveMQConnectionFactory factory, String queue, List<String> read)
        throws Exception {
      return Camel.start(factory, queue, "?" + Camel.OPTIONS, read);
    }
  },
  /** The containers as they are without any option: sessions acknowledge by themselves. */
  SPRING_AS_IT_IS {
    @Override
    AutoCloseable start(ActiveMQConnectionFactory factory, String queue, List<String> read) {
      return spring(new DefaultMessageListenerContainer(), factory, queue, read);
    }
  },
  CAMEL_AS_IT_IS {
    @Override
    AutoCloseable start(ActiveMQConnectionFactory factory, String queue, List<String> read)
        throws Exception {
      return Camel.start(factory, queue, "", read);
    }
  };

  /** Starts to listen. Every text that was read goes into the list. */
  abstract AutoCloseable start(ActiveMQConnectionFactory factory, String queue, List<String> read)
      throws Exception;

  private static AbstractMessageListenerContainer transacted(
      AbstractMessageListenerContainer container) {
    container.setSessionTransacted(true);
    return container;
  }

  private static AutoCloseable spring(
      AbstractMessageListenerContainer container,
      ConnectionFactory factory,
      String queue,
      List<String> read) {
    container.setConnectionFactory(factory);
    container.setDestinationName(queue);
    container.setMessageListener((MessageListener) message -> read.add(text(message)));
    container.afterPropertiesSet();
    container.start();
    return container::shutdown;
  }

  private static String text(Message message) {
    try {
      return ((TextMessage) message).getText();
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Loaded where there is jakarta.jms. */
  private static final class MessagingHub {

    static AutoCloseable start(ActiveMQConnectionFactory factory, String queue, List<String> read) {
      JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
      pool.setConnectionFactory(factory);
      AutoCloseable container =
          spring(transacted(new DefaultMessageListenerContainer()), pool, queue, read);
      return () -> {
        container.close();
        pool.stop();
      };
    }
  }

  /** Loaded where there is jakarta.jms. */
  private static final class Camel {

    private static final String OPTIONS =
        "transacted=true&lazyCreateTransactionManager=false&cacheLevelName=CACHE_CONSUMER";

    static AutoCloseable start(
        ActiveMQConnectionFactory factory, String queue, String options, List<String> read)
        throws Exception {
      CamelContext camel = new DefaultCamelContext();
      camel.addComponent("jms", JmsComponent.jmsComponent(factory));
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("jms:queue:" + queue + options)
                  .process(exchange -> read.add(exchange.getMessage().getBody(String.class)));
            }
          });
      camel.start();
      return camel;
    }
  }
}
