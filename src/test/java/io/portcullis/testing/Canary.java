package io.portcullis.testing;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.activemq.Service;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerPlugin;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Tells whoever asks that somebody ran it: its static block, a constructor, or a method. */
public class Canary implements BrokerPlugin, Service, Runnable, BeanFactoryPostProcessor {

  static {
    Cage.heard("initialized");
  }

  /** What it told. Asking does not run it. */
  public static final class Cage {

    private static final ConcurrentLinkedQueue<String> SONGS = new ConcurrentLinkedQueue<>();

    private Cage() {}

    static void heard(String song) {
      SONGS.add(song);
    }

    /** What was run since the last time that somebody asked; nothing, hopefully. */
    public static String songs() {
      String songs = String.join(", ", SONGS);
      SONGS.clear();
      return songs;
    }
  }

  public Canary() {
    Cage.heard("made");
  }

  /** As a group's class is made. */
  public Canary(String text) {
    Cage.heard("made of " + text);
  }

  public static String call() {
    Cage.heard("called");
    return "called";
  }

  public static Canary make() {
    Cage.heard("made by a method");
    return new Canary();
  }

  public void begin() {
    Cage.heard("begun");
  }

  public void setText(String text) {
    Cage.heard("set");
  }

  @Override
  public Broker installPlugin(Broker broker) {
    Cage.heard("installed");
    return broker;
  }

  @Override
  public void start() {
    Cage.heard("started");
  }

  @Override
  public void stop() {
    Cage.heard("stopped");
  }

  @Override
  public void run() {
    Cage.heard("run");
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
    Cage.heard("processed");
  }
}
