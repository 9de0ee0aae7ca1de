package io.portcullis.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.portcullis.rule.SelectorFacts;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.filter.MessageEvaluationContext;
import org.apache.activemq.filter.NonCachedMessageEvaluationContext;
import org.apache.activemq.selector.SelectorParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorInspectorTest {

  private static final Set<String> CASES = Set.of("XPATH", "xpath", "XPath", "XQUERY", "xQuery");

  private static SelectorFacts facts(String selector) {
    ConsumerInfo consumer = new ConsumerInfo();
    consumer.setDestination(new ActiveMQQueue("Q"));
    consumer.setSelector(selector);
    return SelectorInspector.selector(new ConnectionContext(), consumer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "XPATH '//a'",
        "xpath'//a'",
        "a = 1 OR (NOT XPath '//a')",
        "a = 'x' /* 'comment */ AND xquery '//a'",
        "a = 1 -- comment '\n AND XQUERY '//a'",
        "convert_string_expressions:XPATH '//a'",
        "a LIKE 'it''s' OR XPATH '//a'",
      })
  void findsXmlWhereverItStands(String selector) {
    assertThat(facts(selector).xml()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = 'XPATH ''//a'''",
        "a = 'x' -- XPATH '//a'\n",
        "a /* XPATH '//a' */ = 1",
        "xpaths = 1",
        "my_xpath = 'REGEX(''a'',b)'",
        "REGEX = 1",
        "a IN ('REGEX(', 'x')",
      })
  void aWordThatIsNoKeywordIsFine(String selector) {
    assertThat(facts(selector).xml()).isFalse();
    assertThat(facts(selector).function()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "REGEX('a', b)",
        "a = 1 OR REGEX /* */ ('a', b)",
        "INLIST(SPLIT(a, 'x'), 'y')",
        "any ( 1 )"
      })
  void findsFunctions(String selector) {
    assertThat(facts(selector).function()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "a LIKE 'x', 0, 0",
        "a LIKE 'x%', 0, 0",
        "a LIKE 'x%%%', 0, 0",
        "a LIKE '%x', 1, 2",
        "a LIKE '%x%', 1, 3",
        "a LIKE 'a%b%', 1, 4",
        "a LIKE '%a%b', 2, 4",
        "a NOT LIKE '%a%b', 2, 4",
        "a like '%%x', 2, 3",
        "a LIKE '%_', 1, 2",
        "a LIKE '!%a!%b' ESCAPE '!', 0, 0",
        "a LIKE '!%%b' ESCAPE '!', 1, 4",
        "a LIKE '!!%b' ESCAPE '!', 1, 4",
        "a LIKE '!a%b' ESCAPE '!', 1, 4",
        "a LIKE '%a%b' ESCAPE 'long', 2, 4",
        "a LIKE '%x' OR b LIKE '%y', 1, 4",
        "a LIKE '%''', 1, 2",
        "a LIKE /* */ '%a%b', 2, 4",
        "a LIKE '''%a%b' ESCAPE '''', 1, 5",
      })
  void countsTheWildcardsThatSearch(String selector, int searches, int length) {
    assertThat(facts(selector).searches()).isEqualTo(searches);
    assertThat(facts(selector).searchedLength()).isEqualTo(length);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a = 1, 0",
    "(a = 1), 1",
    "((a = 1) OR (b = 2)), 2",
    "NOT (NOT (a = 1)), 4",
    "a = - - 1, 2",
    "a = 1 + 2 + 3 - 4, 1",
    "a = 1) OR (b = 2, 1",
    "a = '((((', 0",
  })
  void countsHowDeepItNests(String selector, int nesting) {
    assertThat(facts(selector).nesting()).isEqualTo(nesting);
  }

  @Test
  void countsPlusSigns() {
    assertThat(facts("a + b + + c = '+'").additions()).isEqualTo(3);
  }

  /** Whatever stands before it, as long as ActiveMQ takes it. */
  @Property(tries = 200)
  void noSpellingHidesXml(@ForAll("accepted") String before, @ForAll("keywords") String keyword) {
    String selector = before + " AND " + keyword + " '//a'";

    assertThat(facts(selector).xml()).isTrue();
  }

  @Provide
  Arbitrary<String> keywords() {
    return Arbitraries.of(CASES);
  }

  @Provide
  Arbitrary<String> accepted() {
    Arbitrary<String> text =
        Arbitraries.strings()
            .withChars("ab'%_-/*() \t\n\u00e4\u4e2d")
            .ofMaxLength(12)
            .map(value -> "'" + value.replace("'", "''") + "'");
    Arbitrary<String> space = Arbitraries.of(" ", "\t", "\n", " /* ' */ ", " -- '\n ");
    return Combinators.combine(text, space, space)
        .as((value, one, other) -> "a" + one + "=" + other + value);
  }

  /** It is scanned, never parsed, so nothing of it can do harm. */
  @Property(tries = 500)
  void nothingBreaksIt(@ForAll String selector) {
    assertThatCode(() -> facts(selector)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 65_536, 1_000_000})
  void longOnesAreReadInNoTime(int levels) {
    SelectorFacts facts = facts("(".repeat(levels));

    assertThat(facts.length()).isEqualTo(levels);
  }

  /** At the bounds ActiveMQ has enough stack, and takes no more than a moment. */
  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "q, =p, ''",
    "q, <>p, ''",
    "q, ' IS NULL', ''",
    "q, -q, =1",
    "q, *q, =1",
    "q=1, ' OR q=1', ''",
    "p LIKE \", _, \"",
  })
  void chainsOfOperatorsUpToTheBoundAreEvaluated(String first, String link, String last)
      throws Exception {
    String selector =
        (first + link.repeat((8_192 - first.length() - 1) / link.length()) + last)
            .replace('"', '\'');
    FutureTask<Boolean> evaluation = new FutureTask<>(() -> evaluate(selector));
    new Thread(null, evaluation, "evaluation", 1 << 20).start();

    assertThatCode(() -> evaluation.get(10, TimeUnit.SECONDS)).doesNotThrowAnyException();
  }

  private static boolean evaluate(String selector) throws Exception {
    ActiveMQBytesMessage message = new ActiveMQBytesMessage();
    message.setProperty("q", 5);
    message.setProperty("p", 6);
    MessageEvaluationContext context = new NonCachedMessageEvaluationContext();
    context.setMessageReference(message);
    return SelectorParser.parse(selector).matches(context);
  }
}
