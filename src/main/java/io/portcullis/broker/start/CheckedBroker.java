package io.portcullis.broker.start;

import io.portcullis.broker.configuration.BrokerFile;
import io.portcullis.broker.configuration.Omission;
import io.portcullis.broker.platform.AssumedFolders;
import io.portcullis.broker.platform.HostLookups;
import io.portcullis.broker.rights.GroupRights;
import io.portcullis.broker.xml.FileFault;
import io.portcullis.broker.xml.UnreadableFile;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.policy.Policy;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Judgement;
import io.portcullis.usage.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The judgement on an {@code activemq.xml} as a start would judge it. Nothing is started, and
 * nobody is asked over the network. A broker without a gate is judged as if the gate were its last
 * plugin, with default settings.
 *
 * @param reading what was read, and when
 * @param gate whether the broker has a gate, and one that can be asked
 * @param policy the operator's policy; the secure default if it is unknown
 * @param judgement the judgement of the rules
 * @param findings the violations, each with its disposition at a start
 * @param connectors the connectors, as they would listen
 * @param accesses who has which rights; empty if it is unknown
 * @param waivers the waivers, and how many of the findings each covers
 * @param changes what a start would change
 * @param observed what its clients used while it ran; empty if its data folder does not hold it, or
 *     the file was read as data
 */
public record CheckedBroker(
    Reading reading,
    Gate gate,
    Policy policy,
    Judgement judgement,
    List<Finding> findings,
    List<ShownConnector> connectors,
    List<GroupRights> accesses,
    List<WaiverUse.Used> waivers,
    StartChanges changes,
    Optional<Observation> observed) {

  /**
   * What was read of the broker, and when.
   *
   * @param file the path of the file
   * @param asData whether it was read as data, and is looked at no further than its folder
   * @param when when it was judged
   * @param version ActiveMQ's version; empty if it is unknown
   * @param assumed the folders that were assumed, such as {@code activemq.conf=/opt/activemq/conf}
   * @param leftOut what a start would do and reading as data did not
   * @param faults what is wrong in the file itself, each with its place
   */
  public record Reading(
      Path file,
      boolean asData,
      Instant when,
      String version,
      List<String> assumed,
      List<Omission> leftOut,
      List<FileFault> faults) {

    /** Copies the lists. */
    public Reading {
      assumed = List.copyOf(assumed);
      leftOut = List.copyOf(leftOut);
      faults = List.copyOf(faults);
    }

    /** Tells whether something in the file itself keeps it from being judged as a whole. */
    public boolean isFaulty() {
      return faults.stream()
          .anyMatch(fault -> fault.finding().disposition() == Disposition.REFUSED);
    }
  }

  /** Whether the broker has a gate. */
  public enum Gate {
    PRESENT,
    /** It has no gate. */
    ABSENT,
    /** It has a gate whose properties are wrong, so no rule was asked. */
    WRONG
  }

  /** Copies the lists. */
  public CheckedBroker {
    findings = List.copyOf(findings);
    connectors = List.copyOf(connectors);
    accesses = List.copyOf(accesses);
    waivers = List.copyOf(waivers);
  }

  /** Tells whether the broker would start, with the gate. */
  public boolean wouldStart() {
    return findings.stream().noneMatch(finding -> finding.disposition() == Disposition.REFUSED);
  }

  /** Tells whether a start would install a map, or the broker has one. */
  public boolean mapDecides() {
    return judgement.broker().authorization().source() != Source.NOT_INSTALLED;
  }

  /** Tells whether the authorization map could be asked. */
  public boolean authorizationAsked() {
    return judgement.broker().authorization().source() != Source.NOT_ASKED;
  }

  /** Tells whether a start would install the gate's default map. */
  public boolean defaultMapDecides() {
    return judgement.broker().authorization().source() == Source.DEFAULT;
  }

  /**
   * Judges an untrusted file: it is read as data.
   *
   * @throws IOException if it cannot be read; the message says why, in one line
   */
  public static CheckedBroker asData(Path path, Clock clock) throws IOException {
    try (AssumedFolders folders = AssumedFolders.onlyAround(path);
        HostLookups lookups = HostLookups.heldBack()) {
      BrokerFile file = BrokerFile.readAsData(path, folders.all());
      return new BrokerCheck(file, clock).with(lookups).check(folders.lines());
    } catch (RuntimeException e) {
      throw new IOException("it cannot be judged: " + UnreadableFile.reason(e), e);
    }
  }

  /**
   * Judges a trusted file: it is loaded as a start loads it, so its code runs.
   *
   * @throws IOException if it cannot be read; the message says why, in one line
   */
  public static CheckedBroker of(Path path, Clock clock) throws IOException {
    try (AssumedFolders folders = AssumedFolders.around(path)) {
      return new BrokerCheck(BrokerFile.read(path, folders.all()), clock).check(folders.lines());
    }
  }

  /**
   * Judges a copy of a file, which is to take the place of the original. Its folder is {@code
   * activemq.conf}. All other folders are those of the original.
   *
   * @param trusted whether to load it as a start loads it; otherwise it is read as data
   * @throws IOException if it cannot be read; the message says why, in one line
   */
  public static CheckedBroker ofCopy(Path copy, Path original, boolean trusted, Clock clock)
      throws IOException {
    try (AssumedFolders folders = AssumedFolders.ofCopy(copy, original, trusted)) {
      if (trusted) {
        return new BrokerCheck(BrokerFile.read(copy, folders.all()), clock).check(folders.lines());
      }
      try (HostLookups lookups = HostLookups.heldBack()) {
        BrokerFile file = BrokerFile.readAsData(copy, folders.all());
        return new BrokerCheck(file, clock).with(lookups).check(folders.lines());
      }
    } catch (RuntimeException e) {
      throw new IOException("it cannot be judged: " + UnreadableFile.reason(e), e);
    }
  }
}
