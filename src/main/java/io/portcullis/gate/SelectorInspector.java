package io.portcullis.gate;

import static org.apache.activemq.selector.SelectorParserConstants.EOF;
import static org.apache.activemq.selector.SelectorParserConstants.ESCAPE;
import static org.apache.activemq.selector.SelectorParserConstants.ID;
import static org.apache.activemq.selector.SelectorParserConstants.LIKE;
import static org.apache.activemq.selector.SelectorParserConstants.NOT;
import static org.apache.activemq.selector.SelectorParserConstants.STRING_LITERAL;
import static org.apache.activemq.selector.SelectorParserConstants.XPATH;
import static org.apache.activemq.selector.SelectorParserConstants.XQUERY;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.rule.SelectorFacts;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.selector.SelectorParserConstants;
import org.apache.activemq.selector.SelectorParserTokenManager;
import org.apache.activemq.selector.SimpleCharStream;
import org.apache.activemq.selector.Token;
import org.apache.activemq.selector.TokenMgrError;

/**
 * Measures the parts of a selector that cost time. It splits a selector with ActiveMQ's own
 * scanner, so it sees the same comments, quoted texts and keywords as the parser. If the scanner
 * fails, the parser fails too and refuses the selector.
 */
final class SelectorInspector {

  /** The longest selector that is read. Longer ones are refused for their length. */
  private static final int READ_LENGTH = 65_536;

  /** The prefix that ActiveMQ removes once from a selector before it parses it. */
  private static final String PREFIX = "convert_string_expressions:";

  private static final int OPEN = kind("\"(\"");
  private static final int CLOSE = kind("\")\"");
  private static final int PLUS = kind("\"+\"");
  private static final int MINUS = kind("\"-\"");

  private final Deque<Integer> opened = new ArrayDeque<>();
  private int depth;
  private int signs;
  private int nesting;
  private boolean xml;
  private boolean function;
  private int searches;
  private int searchedLength;
  private int additions;

  private SelectorInspector() {}

  private static int kind(String image) {
    for (int kind = 0; kind < SelectorParserConstants.tokenImage.length; kind++) {
      if (SelectorParserConstants.tokenImage[kind].equals(image)) {
        return kind;
      }
    }
    throw new IllegalStateException("this version of ActiveMQ has no token " + image);
  }

  /** Measures the selector of a consumer that has one. */
  public static SelectorFacts selector(ConnectionContext context, ConsumerInfo consumer) {
    String text = consumer.getSelector();
    SelectorInspector inspector = new SelectorInspector();
    if (text.length() <= READ_LENGTH) {
      inspector.read(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
    }
    return new SelectorFacts(
        Subjects.user(context),
        DestinationNames.of(consumer.getDestination()),
        text.length(),
        inspector.nesting,
        inspector.xml,
        inspector.function,
        inspector.searches,
        inspector.searchedLength,
        inspector.additions);
  }

  private void read(String text) {
    List<Token> tokens = tokens(text);
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      Token next = i + 1 < tokens.size() ? tokens.get(i + 1) : Token.newToken(EOF);
      xml |= token.kind == XPATH || token.kind == XQUERY;
      function |= token.kind == ID && next.kind == OPEN;
      additions += token.kind == PLUS ? 1 : 0;
      nest(token.kind);
      if (token.kind == LIKE && next.kind == STRING_LITERAL) {
        boolean escapes = i + 3 < tokens.size() && tokens.get(i + 2).kind == ESCAPE;
        readPattern(value(next), escapes ? value(tokens.get(i + 3)) : "");
      }
    }
  }

  private static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    SelectorParserTokenManager scanner =
        new SelectorParserTokenManager(new SimpleCharStream(new StringReader(text)));
    try {
      Token token = scanner.getNextToken();
      while (token.kind != EOF) {
        tokens.add(token);
        token = scanner.getNextToken();
      }
    } catch (TokenMgrError e) {
      // The parser fails at the same place.
    }
    return tokens;
  }

  /** Counts nesting levels. A sign is a level until its operand ends. */
  private void nest(int kind) {
    if (kind == NOT || kind == PLUS || kind == MINUS) {
      signs++;
    } else if (kind == OPEN) {
      opened.push(signs + 1);
      depth += signs + 1;
      signs = 0;
    } else {
      depth -= kind == CLOSE && !opened.isEmpty() ? opened.pop() : 0;
      signs = 0;
    }
    nesting = Math.max(nesting, depth + signs);
  }

  /** Decodes a text as the parser does: two quotes stand for one. */
  private static String value(Token literal) {
    String image = literal.image;
    return image.length() < 2 ? "" : image.substring(1, image.length() - 1).replace("''", "'");
  }

  /** Reads a LIKE pattern. An escape sign makes the next wildcard or escape sign literal. */
  private void readPattern(String pattern, String escape) {
    int wildcards = 0;
    int before = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (isEscape(escape, c) && i + 1 < pattern.length() && isEscaped(escape, pattern, i + 1)) {
        i++;
        before = wildcards;
      } else if (c == '%') {
        wildcards++;
      } else {
        before = wildcards;
      }
    }
    searches = Math.max(searches, before);
    searchedLength += before > 0 ? pattern.length() : 0;
  }

  private static boolean isEscape(String escape, char c) {
    return escape.length() == 1 && escape.charAt(0) == c;
  }

  private static boolean isEscaped(String escape, String pattern, int index) {
    char c = pattern.charAt(index);
    return c == '_' || c == '%' || isEscape(escape, c);
  }
}
