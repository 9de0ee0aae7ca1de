package io.portcullis;

import io.portcullis.broker.ContextFiles;
import io.portcullis.broker.ManagementInspector;
import io.portcullis.broker.NamedFile;
import io.portcullis.rule.ManagementFacts;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;

/**
 * The gate, as it stands in {@code activemq.xml}: last in {@code <plugins>}.
 *
 * <pre>{@code
 * <bean xmlns="http://www.springframework.org/schema/beans" id="portcullis"
 *       class="io.portcullis.PortcullisPlugin"/>
 * }</pre>
 *
 * <p>With nothing else said, that is the whole of the secure default. Beyond what {@link
 * Portcullis} does, it looks at what the Spring context defines beside the broker.
 */
public final class PortcullisPlugin extends Portcullis implements ApplicationContextAware {

  private Optional<ApplicationContext> context = Optional.empty();

  /** Spring says where it makes the plugin. */
  @Override
  public void setApplicationContext(ApplicationContext context) {
    this.context = Optional.of(context);
  }

  @Override
  ManagementFacts management() {
    return context.map(ManagementInspector::management).orElse(ManagementFacts.NONE);
  }

  @Override
  List<NamedFile> files() {
    return context.map(ContextFiles::of).orElse(List.of());
  }
}
