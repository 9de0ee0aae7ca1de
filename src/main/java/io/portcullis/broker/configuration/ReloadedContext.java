package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.BoundedResource;
import java.io.IOException;
import org.springframework.beans.factory.xml.DelegatingEntityResolver;
import org.springframework.beans.factory.xml.XmlBeanDefinitionReader;
import org.springframework.core.io.Resource;
import org.xml.sax.InputSource;

/**
 * A broker's own file, read again while the broker runs. Its author is trusted and may name classes
 * and files. It fetches nothing from the network, and it reads every file within bounds.
 */
final class ReloadedContext extends UnstartedContext {

  /** Creates a context. It is usable after a refresh. */
  ReloadedContext(Resource file) {
    super(BoundedResource.of(file));
  }

  @Override
  public Resource getResource(String location) {
    return BoundedResource.of(super.getResource(location));
  }

  @Override
  public Resource[] getResources(String pattern) throws IOException {
    Resource[] found = super.getResources(pattern);
    for (int i = 0; i < found.length; i++) {
      found[i] = BoundedResource.of(found[i]);
    }
    return found;
  }

  /**
   * Sets up the reader. Schemas are in the class path. Entities and other DTDs are bounded
   * resources.
   */
  @Override
  protected void initBeanDefinitionReader(XmlBeanDefinitionReader reader) {
    DelegatingEntityResolver onClassPath = new DelegatingEntityResolver(getClassLoader());
    reader.setEntityResolver(
        (publicId, systemId) -> {
          InputSource known = onClassPath.resolveEntity(publicId, systemId);
          if (known != null || systemId == null) {
            return known;
          }
          InputSource bounded = new InputSource(getResource(systemId).getInputStream());
          bounded.setPublicId(publicId);
          bounded.setSystemId(systemId);
          return bounded;
        });
  }
}
