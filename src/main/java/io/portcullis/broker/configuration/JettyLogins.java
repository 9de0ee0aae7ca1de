package io.portcullis.broker.configuration;

import io.portcullis.broker.rights.KnownLoginInspector;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the logins of Jetty, by its bean definitions. */
final class JettyLogins {

  /** Matches texts that Spring would still evaluate, and names of other file systems. */
  private static final Pattern NOT_A_NAME = Pattern.compile("[#$]\\{|^(?!file:)\\w{2,}:");

  private final KnownLoginInspector logins;

  JettyLogins(KnownLoginInspector logins) {
    this.logins = logins;
  }

  /** Inspects all login services among these beans, and everything that serves as one. */
  void lookAt(Collection<DefinedBean> beans) {
    Set<DefinedBean> services = new LinkedHashSet<>();
    for (DefinedBean bean : beans) {
      if (bean.isJetty("LoginService")) {
        services.add(bean);
      }
      services.addAll(bean.property("loginService").beans());
    }
    services.forEach(this::lookAt);
  }

  private void lookAt(DefinedBean service) {
    if (service.isJetty(".JAASLoginService")) {
      lookAtJaas(service);
    } else if (service.isJetty(".HashLoginService")) {
      lookAtRealm(service);
    } else {
      notCheck(service, "only it knows its users");
    }
  }

  /** Inspects a JAAS service. Without a name for its login configuration, it uses its own name. */
  private void lookAtJaas(DefinedBean service) {
    Optional<String> name =
        service.text("loginModuleName").or(() -> argument(service, 0)).filter(JettyLogins::isName);
    if (name.isEmpty() || isDefined(service, "configuration")) {
      notCheck(service, "its login configuration is not known here");
    } else {
      logins.lookAtConfiguration(name.get());
    }
  }

  private void lookAtRealm(DefinedBean service) {
    Optional<Path> file =
        service
            .text("config")
            .or(() -> argument(service, 1))
            .filter(JettyLogins::isName)
            .flatMap(JettyLogins::path);
    if (file.isEmpty() || isDefined(service, "userStore")) {
      notCheck(service, "its file of users is not known here");
    } else {
      logins.lookAtRealm(file.get());
    }
  }

  private static Optional<String> argument(DefinedBean service, int index) {
    List<String> texts = service.arguments().texts();
    return texts.size() > index ? Optional.of(texts.get(index)) : Optional.empty();
  }

  private static boolean isDefined(DefinedBean service, String property) {
    return service.property(property).each().findAny().isPresent();
  }

  private static boolean isName(String text) {
    return !NOT_A_NAME.matcher(text).find();
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(text.startsWith("file:") ? Path.of(URI.create(text)) : Path.of(text));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
  }

  private void notCheck(DefinedBean service, String why) {
    logins.notCheck("bean \"%s\" (%s)".formatted(service.name(), service.type()), why);
  }
}
