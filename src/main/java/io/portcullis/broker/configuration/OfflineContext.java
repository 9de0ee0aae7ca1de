package io.portcullis.broker.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.springframework.beans.factory.xml.DelegatingEntityResolver;
import org.springframework.beans.factory.xml.ResourceEntityResolver;
import org.springframework.beans.factory.xml.XmlBeanDefinitionReader;
import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.Resource;
import org.xml.sax.InputSource;

/**
 * A Spring context that is only read, from a file validated as ActiveMQ validates it. It fetches no
 * network URL, such as an import or a DTD. A file that needs one cannot be read, and the error says
 * so.
 */
final class OfflineContext extends UnstartedContext {

  /** Matches a path, or a URL of a file or of the class path. A file URL with a host means FTP. */
  private static final Pattern LOCAL =
      Pattern.compile(
          "(?is)(?:jar:)?file:(?!//(?!localhost/)[^/]).*|classpath\\*?:.*|(?!\\w[\\w+.-]+:).*");

  private final boolean validating;

  /** Creates a context of a valid file. It is usable after a refresh. */
  OfflineContext(Resource file) {
    this(file, true);
  }

  /**
   * Creates a context. It is usable after a refresh.
   *
   * @param validating whether a schema must take the file, as ActiveMQ demands if nothing else is
   *     said
   */
  OfflineContext(Resource file, boolean validating) {
    super(file);
    this.validating = validating;
    addProtocolResolver(
        (location, loader) -> LOCAL.matcher(location).matches() ? null : new Elsewhere(location));
  }

  @Override
  protected void initBeanDefinitionReader(XmlBeanDefinitionReader reader) {
    DelegatingEntityResolver onClassPath = new DelegatingEntityResolver(getClassLoader());
    ResourceEntityResolver inFiles = new ResourceEntityResolver(this);
    reader.setValidating(validating);
    reader.setEntityResolver(
        (publicId, systemId) -> {
          InputSource known = onClassPath.resolveEntity(publicId, systemId);
          if (known != null) {
            return known;
          }
          if (systemId != null && !LOCAL.matcher(systemId).matches()) {
            throw notFetched(systemId);
          }
          return inFiles.resolveEntity(publicId, systemId);
        });
  }

  private static IOException notFetched(String location) {
    return new IOException(
        "it needs %s, and nothing is fetched over the network; put a copy beside the file"
            .formatted(location));
  }

  /** A resource outside of this host, which is not fetched. */
  private static final class Elsewhere extends AbstractResource {

    private final String location;

    Elsewhere(String location) {
      this.location = location;
    }

    @Override
    public String getDescription() {
      return location;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      throw notFetched(location);
    }
  }
}
