package io.portcullis.testing;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Stands where a file is on a mount whose server is gone: whoever looks at it waits for ever. */
public final class HangingFile extends File {

  private static final long serialVersionUID = 1L;

  /** What needs the disk, or leads to a file system that does. */
  private static final Set<String> LOOKS = Set.of("toRealPath", "getFileSystem");

  private static final CountDownLatch NEVER = new CountDownLatch(1);

  /** At this path. */
  public HangingFile(Path path) {
    super(path.toString());
  }

  @Override
  public boolean exists() {
    return hang();
  }

  @Override
  public boolean isDirectory() {
    return hang();
  }

  @Override
  public long getTotalSpace() {
    return hang() ? 1 : 0;
  }

  private static boolean hang() {
    try {
      NEVER.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same as a path. */
  @Override
  public Path toPath() {
    return of(super.toPath());
  }

  private static Path of(Path real) {
    return (Path)
        Proxy.newProxyInstance(
            Path.class.getClassLoader(),
            new Class<?>[] {Path.class},
            (proxy, method, arguments) -> {
              if (LOOKS.contains(method.getName()) && hang()) {
                return null;
              }
              if (method.getName().equals("toAbsolutePath")) {
                return proxy;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
