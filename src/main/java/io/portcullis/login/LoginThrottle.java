package io.portcullis.login;

import io.portcullis.enforce.Backoff;
import io.portcullis.enforce.Backoff.Waiting;
import io.portcullis.enforce.FairLruMap;
import io.portcullis.enforce.PeerNetwork;
import io.portcullis.policy.BoundedName;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Throttles logins that guess passwords. Each failure of a user from a network makes that user wait
 * there: a quarter of a second, then twice as long each time, at most a minute. So guessing stops,
 * and the user at another address still gets in. All spellings of a name wait together. A success
 * forgives only the spelling that failed.
 *
 * <p>A network as a whole may fail {@value #FAILURES_AT_ONCE} times, and then once in two seconds.
 * So nobody gets further by trying many users. Users who logged in from there lately do not wait
 * for that.
 *
 * <p>A network has at most {@value #LOGINS_AT_ONCE} logins judged at once. The others wait their
 * turn, two minutes at most; {@value #MOST_IN_LINE} are judged or wait. So nobody guesses faster
 * than failures are counted, and nobody keeps other networks from being judged.
 *
 * <p>A network is one IPv4 address, or the 64 bits of an IPv6 address that one site has to itself.
 * Those of whom no address is known ({@code 0.0.0.0}) do not share the failures of a network, lest
 * one of them shut the others out. Remembers a bounded number of everything; the least recent of
 * the network that has most is forgotten first.
 */
public final class LoginThrottle {

  static final int FAILURES_AT_ONCE = 60;
  static final int LOGINS_AT_ONCE = 16;

  /**
   * Waiting threads are those of Jetty, of which there are 200, and of NIO: some are for others.
   */
  static final int MOST_IN_LINE = 128;

  private static final Duration FAILURE_GIVEN_BACK = Duration.ofSeconds(2);
  private static final Duration CAP = Duration.ofMinutes(1);
  private static final int REMEMBERED = 10_000;
  private static final int ROWS = 1_000;

  /**
   * A user from a network.
   *
   * @param user the name that was claimed
   * @param network the network, as text
   */
  private record Source(String user, String network) {
    /** A directory may take one name in many spellings; each is not a guess of its own. */
    static Source of(String user, InetAddress address) {
      return new Source(UserNameSpelling.folded(user), PeerNetwork.of(address));
    }

    /** A user who logged in, letter by letter. */
    static Source exactly(String user, InetAddress address) {
      return new Source(BoundedName.again(user), PeerNetwork.of(address));
    }
  }

  /**
   * A user who failed to log in from a network, and has not succeeded since.
   *
   * @param user the name that was claimed, in small letters
   * @param network where from
   * @param failures how often
   * @param last when last
   * @param waitsUntil until when further logins are refused, or were
   */
  public record Failed(
      String user, String network, long failures, Instant last, Instant waitsUntil) {}

  private final Backoff<Source> waits;
  private final RateLimiter<String> allowances;
  private final FairLruMap<Source, UserNameSpelling> spellings =
      new FairLruMap<>(REMEMBERED, Source::network);
  private final FairLruMap<Source, Boolean> welcome = new FairLruMap<>(REMEMBERED, Source::user);
  private final KeyedSemaphore<String> turns = new KeyedSemaphore<>(LOGINS_AT_ONCE, MOST_IN_LINE);

  /** Reads the time from {@code clock}. */
  public LoginThrottle(Clock clock) {
    this.waits = new Backoff<>(clock, CAP, Source::network);
    this.allowances = new RateLimiter<>(clock, FAILURES_AT_ONCE, FAILURE_GIVEN_BACK);
  }

  /**
   * Waits until a login of this network may be judged. Whoever gets a turn has to {@link #done give
   * it back}, and waits, for whatever it is, no longer than this began two minutes before.
   *
   * @return whether it came in time; at once, if there are too many in line
   */
  public boolean takeTurn(InetAddress address) throws InterruptedException {
    LoginTimeout patience = LoginTimeout.begin();
    boolean taken = false;
    try {
      taken = turns.take(PeerNetwork.of(address), patience.left());
      return taken;
    } finally {
      if (!taken) {
        LoginTimeout.end();
      }
    }
  }

  /** Gives the turn back, in the thread that took it. */
  public void done(InetAddress address) {
    LoginTimeout.end();
    turns.give(PeerNetwork.of(address));
  }

  /** How long this user has to wait there before the next login, if at all. */
  public Optional<Duration> left(String user, InetAddress address) {
    Source source = Source.of(user, address);
    Optional<Duration> own = waits.left(source);
    return own.isPresent()
            || address.isAnyLocalAddress()
            || isWelcome(Source.exactly(user, address))
        ? own
        : allowances.left(source.network);
  }

  private boolean isWelcome(Source source) {
    synchronized (welcome) {
      return welcome.compute(source, (same, known) -> known) != null;
    }
  }

  /** Counts a login that failed. */
  public void failed(String user, InetAddress address) {
    Source source = Source.of(user, address);
    UserNameSpelling spelling = UserNameSpelling.of(user);
    synchronized (spellings) {
      boolean first = waits.fail(source) == 1;
      spellings.compute(
          source,
          (same, before) ->
              first
                  ? spelling
                  : before == null ? UserNameSpelling.unknown() : before.and(spelling));
    }
    allowances.use(source.network);
  }

  /** Forgives a user who logged in, unless somebody failed under another spelling of the name. */
  public void succeeded(String user, InetAddress address) {
    Source source = Source.of(user, address);
    synchronized (spellings) {
      spellings.compute(
          source,
          (same, before) -> {
            if (before == null || !before.isThatOf(user)) {
              return before;
            }
            waits.forgive(source);
            return null;
          });
    }
    synchronized (welcome) {
      welcome.compute(Source.exactly(user, address), (same, known) -> true);
    }
  }

  /**
   * Who failed lately, the last first; at most {@value #ROWS}, and then as many of each network as
   * there is room for.
   */
  public List<Failed> all() {
    Map<String, Integer> ofNetwork = new HashMap<>();
    Comparator<Waiting<Source>> lastFirst =
        Comparator.comparing((Waiting<Source> w) -> w.last()).reversed();
    record Ranked(Waiting<Source> waiting, int rank) {}
    return waits.all().stream()
        .sorted(lastFirst)
        .map(w -> new Ranked(w, ofNetwork.merge(w.key().network, 1, Integer::sum)))
        .sorted(Comparator.comparingInt(Ranked::rank))
        .limit(ROWS)
        .map(Ranked::waiting)
        .sorted(lastFirst)
        .map(w -> new Failed(w.key().user, w.key().network, w.failures(), w.last(), w.end()))
        .toList();
  }
}
