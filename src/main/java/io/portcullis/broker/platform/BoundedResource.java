package io.portcullis.broker.platform;

import io.portcullis.enforce.RegularFile;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/**
 * A resource that a reload reads within bounds: a file, bounded in size and time, or a resource of
 * the class path. It fetches no network URL, and nothing relative to one.
 */
public final class BoundedResource extends AbstractResource {

  private static final int MOST_BYTES = 16 << 20;

  private final Resource resource;

  private BoundedResource(Resource resource) {
    this.resource = resource;
  }

  /** Bounds a resource. */
  public static Resource of(Resource resource) {
    return resource instanceof BoundedResource ? resource : new BoundedResource(resource);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    if (resource.isFile()) {
      return new ByteArrayInputStream(bytes());
    }
    if (!isLocal()) {
      throw new IOException(
          "it needs %s, and a reload fetches nothing over the network; put a copy beside the file"
              .formatted(resource.getDescription()));
    }
    return resource.getInputStream();
  }

  /** Reads the bytes. Spring's placeholders recognize a missing file by the exception. */
  private byte[] bytes() throws IOException {
    try {
      return RegularFile.read(resource.getFile().toPath(), MOST_BYTES).bytes();
    } catch (NoSuchFileException e) {
      FileNotFoundException missing = new FileNotFoundException(e.getMessage());
      missing.initCause(e);
      throw missing;
    } catch (IOException e) {
      throw new IOException(
          "%s cannot be read: %s".formatted(resource.getDescription(), RegularFile.reason(e)), e);
    }
  }

  /** Tells whether it needs no network. A resource without a URL is local. */
  private boolean isLocal() {
    if (resource instanceof ClassPathResource) {
      return true;
    }
    try {
      String url = resource.getURL().toString().toLowerCase(Locale.ROOT);
      return url.startsWith("jar:file:") || url.startsWith("jrt:");
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public boolean exists() {
    boolean elsewhere = !resource.isFile() && !isLocal();
    return elsewhere || resource.exists();
  }

  @Override
  public boolean isFile() {
    return resource.isFile();
  }

  @Override
  public URL getURL() throws IOException {
    return resource.getURL();
  }

  @Override
  public URI getURI() throws IOException {
    return resource.getURI();
  }

  @Override
  public File getFile() throws IOException {
    return resource.getFile();
  }

  @Override
  public Resource createRelative(String path) throws IOException {
    return of(resource.createRelative(path));
  }

  @Override
  public String getFilename() {
    return resource.getFilename();
  }

  @Override
  public String getDescription() {
    return resource.getDescription();
  }
}
