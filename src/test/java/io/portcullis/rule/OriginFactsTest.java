package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Groups;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginFactsTest {

  private static final SecureManagement RULE =
      new SecureManagement(new Groups("admins", "users", "activemq-webconsole"));

  private static List<String> list(String text) {
    return text == null || text.equals("-") ? List.of() : List.of(text.split("\\|", -1));
  }

  private static boolean passes(String scheme, String hosts, String origins, String sites) {
    OriginFacts request =
        new OriginFacts(
            "/api/jolokia",
            "127.0.0.1",
            scheme,
            list(hosts),
            list(origins),
            list(sites),
            List.of("https://ops.example.com", "*://*.trusted.example"));
    return RULE.judge(request).isEmpty();
  }

  @ParameterizedTest(name = "{0}://{1} from {2}, {3}")
  @CsvSource({
    "https, localhost:8162, -, -, true",
    "https, localhost:8162, https://localhost:8162, -, true",
    "https, LOCALHOST:8162, https://localhost:8162, same-origin, true",
    "https, console.example.com, https://console.example.com:443, -, true",
    "http, localhost:80, http://localhost, -, true",
    "https, '[::1]:8162', 'https://[::1]:8162', -, true",
    "https, localhost:8162, -, same-origin, true",
    "https, localhost:8162, -, none, true",
    "https, localhost:8162, https://ops.example.com, cross-site, true",
    "https, localhost:8162, http://a.trusted.example, -, true",
    "https, localhost:8162, -, cross-site, false",
    "https, localhost:8162, -, same-site, false",
    "https, localhost:8162, -, anything, false",
    "https, localhost:8162, -, Same-Origin, false",
    "https, localhost:8162, -, same-origin|cross-site, false",
    "https, localhost:8162, https://evil.example, -, false",
    "https, localhost:8162, https://evil.example, same-origin, false",
    "https, localhost:8162, https://localhost:8162, cross-site, false",
    "https, localhost:8162, null, -, false",
    "https, localhost:8162, '', -, false",
    "https, localhost:8162, https://localhost:8162|https://evil.example, -, false",
    "https, localhost:8162, https://localhost:8163, -, false",
    "https, localhost:8162, http://localhost:8162, -, false",
    "https, localhost:8162|evil.example, https://evil.example, -, false",
    "https, -, https://localhost:8162, -, false",
    "https, evil.example@localhost:8162, https://evil.example@localhost:8162, -, false",
    "https, localhost:8162, https://localhost:8162.evil.example, -, false",
    "https, localhost:8162, https://localhost:8162/x, -, false",
    "https, localhost:8162, https://opsXexample.com, -, false",
    "https, localhost:8162, https://ops.example.com.evil.example, -, false",
    "https, localhost:8162, file://a.trusted.example, -, false",
  })
  void passesOnlyWhatIsOwnOrListed(
      String scheme, String hosts, String origins, String sites, boolean passes) {
    assertThat(passes(scheme, hosts, origins, sites)).isEqualTo(passes);
  }

  @Property
  void noOtherOriginPasses(@ForAll String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    if (!origin.contains("|")
        && !lower.equals("https://localhost:8162")
        && !lower.equals("-")
        && !lower.contains("trusted.example")) {
      assertThat(passes("https", "localhost:8162", origin.isEmpty() ? "null" : origin, "-"))
          .isFalse();
    }
  }

  @Test
  void saysWhatAndWhereAndWhatToDo() {
    OriginFacts request =
        new OriginFacts(
            "/api/jolokia",
            "10.0.0.9",
            "https",
            List.of("h"),
            List.of("https://evil.example"),
            List.of(),
            List.of());

    assertThat(RULE.judge(request))
        .extracting(Violation::line)
        .containsExactly(
            "[secure-management] request for /api/jolokia from 10.0.0.9: a page of"
                + " \"https://evil.example\" asks for it; open the console by its own address; a"
                + " site that may use Jolokia is an <allow-origin> in jolokia-access.xml");
  }
}
