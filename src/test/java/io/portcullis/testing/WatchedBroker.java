package io.portcullis.testing;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * A broker in a JVM of its own, looked at over JMX, so that the processor time, heap, threads and
 * files seen are the broker's alone. Its certificates are those of {@link GatedBroker} here.
 */
public final class WatchedBroker implements AutoCloseable {

  private static final String READY = "ready ";
  private static final long END_SECONDS = 60;

  private final Process process;
  private final Path said;
  private final List<Integer> ports;
  private final JMXConnector management;
  private final MBeanServerConnection beans;

  private WatchedBroker(Process process, Path said) throws Exception {
    this.process = process;
    this.said = said;
    this.ports = ports();
    this.management = connect(address());
    this.beans = management.getMBeanServerConnection();
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param main what makes the broker, and calls {@link #serve} when it has started
   * @param folder the working directory
   * @param options for the JVM
   * @param arguments for {@code main}
   * @throws IllegalStateException with what it said, if it ended instead
   */
  public static WatchedBroker start(
      Class<?> main, Path folder, List<String> options, String... arguments) throws Exception {
    Path said = folder.resolve("said.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Djava.rmi.server.hostname=127.0.0.1");
    command.add("-D%s=%s".formatted(GatedBroker.CERTIFICATES_FOLDER, GatedBroker.folder()));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("CLASSPATH", absoluteClassPath());
    Process process = builder.redirectError(said.toFile()).start();
    try {
      return new WatchedBroker(process, said);
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String absoluteClassPath() {
    List<String> entries = new ArrayList<>();
    for (String entry :
        System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(System.getProperty("path.separator"), entries);
  }

  /** In that JVM: says that the broker listens on these ports, and waits until it is to end. */
  public static void serve(List<Integer> ports) throws IOException {
    System.out.println(READY + String.join(" ", ports.stream().map(String::valueOf).toList()));
    while (System.in.read() >= 0) {
      // What ends is the input: nothing is said there.
    }
  }

  private List<Integer> ports() throws IOException {
    BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
    String line = answers.readLine();
    while (line != null && !line.startsWith(READY)) {
      line = answers.readLine();
    }
    if (line == null) {
      throw new IllegalStateException("the broker did not start: " + Files.readString(said));
    }
    return List.of(line.substring(READY.length()).split(" ", -1)).stream()
        .map(Integer::valueOf)
        .toList();
  }

  private String address() throws Exception {
    VirtualMachine machine = VirtualMachine.attach(String.valueOf(process.pid()));
    try {
      return machine.startLocalManagementAgent();
    } finally {
      machine.detach();
    }
  }

  /** The other end is a JVM of our own. */
  @SuppressWarnings("BanJNDI")
  private static JMXConnector connect(String address) throws IOException {
    return JMXConnectorFactory.connect(new JMXServiceURL(address));
  }

  /** The port of a connector, in the order of {@link #serve}. */
  public int port(int connector) {
    return ports.get(connector);
  }

  /** The processor time that the JVM has used, all of it: its compilers and collectors too. */
  public long cpuNanos() throws IOException {
    return operatingSystem().getProcessCpuTime();
  }

  /** Open files and sockets. */
  public long openFiles() throws IOException {
    return operatingSystem().getOpenFileDescriptorCount();
  }

  private UnixOperatingSystemMXBean operatingSystem() throws IOException {
    return platform(
        ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, UnixOperatingSystemMXBean.class);
  }

  /** What the heap holds after a full collection, in bytes. */
  public long heldBytes() throws IOException {
    MemoryMXBean memory = platform(ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    // Twice, since what the first one finalizes only the second one frees.
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  /** Live threads. */
  public int threads() throws IOException {
    return platform(ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class).getThreadCount();
  }

  private <T> T platform(String name, Class<T> type) throws IOException {
    return ManagementFactory.newPlatformMXBeanProxy(beans, name, type);
  }

  /** An MBean, by its name. */
  public <T> T mbean(String name, Class<T> type) throws Exception {
    return JMX.newMBeanProxy(beans, new ObjectName(name), type);
  }

  /** The connection to all of them. */
  public MBeanServerConnection beans() {
    return beans;
  }

  /** Ends it as an operator would, and after a minute by force. */
  @Override
  public void close() throws IOException {
    management.close();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the broker did not end: " + Files.readString(said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
