package io.portcullis.broker.management;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The threads in which ActiveMQ runs an operator's requests if {@code mbeanInvocationTimeout} is
 * set. Each thread knows its operator.
 */
final class OperatorThreads extends AbstractExecutorService {

  private final ExecutorService own;

  /**
   * @param own ActiveMQ's
   */
  OperatorThreads(ExecutorService own) {
    this.own = own;
  }

  @Override
  public void execute(Runnable operation) {
    own.execute(Operator.carried(operation));
  }

  @Override
  public void shutdown() {
    own.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return own.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return own.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return own.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return own.awaitTermination(timeout, unit);
  }
}
