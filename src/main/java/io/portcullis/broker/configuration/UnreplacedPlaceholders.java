package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.UnreplacedText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.PropertyValue;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Finds placeholders in bean definitions that nothing has replaced. ActiveMQ takes such a text as
 * it stands. If something in the context replaces placeholders, Spring refuses one that has no
 * value, unless it was told to ignore that. It creates no bean.
 */
public final class UnreplacedPlaceholders {

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{([A-Za-z_][\\w.-]*)(?::[^}]*)?}");
  private static final String REPLACING = "PlaceholderConfigurer";

  /** Classes that replace placeholders themselves. */
  private static final List<String> OTHERS =
      List.of("org.springframework.", "org.apache.camel.", "org.jasypt.");

  private final Set<UnreplacedText> found = new LinkedHashSet<>();
  private final boolean replaces;

  private UnreplacedPlaceholders(Set<DefinedBean> beans) {
    this.replaces = beans.stream().anyMatch(bean -> bean.type().endsWith(REPLACING));
  }

  /** Returns those of a context and of its parents. */
  public static List<UnreplacedText> of(ApplicationContext context) {
    List<ConfigurableListableBeanFactory> factories = new ArrayList<>();
    for (ApplicationContext each = context; each != null; each = each.getParent()) {
      if (each instanceof ConfigurableApplicationContext configurable) {
        factories.add(configurable.getBeanFactory());
      }
    }
    return in(factories);
  }

  /** Returns those of these beans. */
  static List<UnreplacedText> in(List<ConfigurableListableBeanFactory> factories) {
    Set<DefinedBean> beans = new LinkedHashSet<>();
    factories.forEach(factory -> beans.addAll(new DefinedBeans(factory).all()));
    UnreplacedPlaceholders placeholders = new UnreplacedPlaceholders(beans);
    beans.forEach(placeholders::look);
    return List.copyOf(placeholders.found);
  }

  private void look(DefinedBean bean) {
    if (OTHERS.stream().anyMatch(bean.type()::startsWith)) {
      return;
    }
    for (PropertyValue property : bean.definition().getPropertyValues()) {
      for (String text : bean.property(property.getName()).texts()) {
        look(bean, property.getName(), text);
      }
    }
  }

  private void look(DefinedBean bean, String property, String text) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      found.add(new UnreplacedText(bean.type(), property, placeholder.group(1), replaces));
    }
  }
}
