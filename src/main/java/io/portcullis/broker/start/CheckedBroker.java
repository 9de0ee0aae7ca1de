package io.portcullis.broker.start;

import io.portcullis.broker.configuration.AssumedFolders;
import io.portcullis.broker.configuration.BrokerFile;
import io.portcullis.broker.configuration.Omission;
import io.portcullis.broker.configuration.UnreadableFile;
import io.portcullis.broker.platform.HostLookups;
import io.portcullis.broker.rights.GroupRights;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.policy.Policy;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Judgement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * A broker as its activemq.xml has it, judged as a start would judge it, with nothing started and
 * nobody asked over the network. One without a gate is judged as if the gate stood last among its
 * plugins, with nothing else said.
 *
 * @param reading what was read, and when
 * @param gate whether there is a gate, and one that can be asked
 * @param policy what the operator asked for; the secure default where nobody can tell
 * @param judgement what the rules say
 * @param findings their violations, and what a start would make of each
 * @param connectors its connectors as they would listen
 * @param accesses who may do what; empty where nobody can tell
 * @param waivers the exceptions, and how many of the findings each is for
 */
public record CheckedBroker(
    Reading reading,
    Gate gate,
    Policy policy,
    Judgement judgement,
    List<Finding> findings,
    List<ShownConnector> connectors,
    List<GroupRights> accesses,
    List<WaiverUse.Used> waivers) {

  /**
   * What was read of the broker, and when.
   *
   * @param file where it stands
   * @param asData whether it was read as data, and is looked at no further than its folder
   * @param when when it was judged
   * @param version of ActiveMQ; empty if nobody can tell
   * @param assumed the folders that were assumed, such as {@code activemq.conf=/opt/activemq/conf}
   * @param leftOut what a start would do of a file that was read as data
   */
  public record Reading(
      Path file,
      boolean asData,
      Instant when,
      String version,
      List<String> assumed,
      List<Omission> leftOut) {

    /** Copies the lists. */
    public Reading {
      assumed = List.copyOf(assumed);
      leftOut = List.copyOf(leftOut);
    }
  }

  /** Whether there is a gate. */
  public enum Gate {
    PRESENT,
    /** There is none. */
    ABSENT,
    /** There is one, and its properties are wrong, so that no rule was asked. */
    WRONG
  }

  /** Copies the lists. */
  public CheckedBroker {
    findings = List.copyOf(findings);
    connectors = List.copyOf(connectors);
    accesses = List.copyOf(accesses);
    waivers = List.copyOf(waivers);
  }

  /** Whether it would start, with the gate. */
  public boolean wouldStart() {
    return findings.stream().noneMatch(finding -> finding.disposition() == Disposition.REFUSED);
  }

  /** Whether somebody could ask its authorization map. */
  public boolean authorizationAsked() {
    return judgement.broker().authorization().source() != Source.NOT_ASKED;
  }

  /**
   * Judges a file that may come from anybody: it is read as data.
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
   * Judges a file that is trusted: it is loaded as a start loads it, so what it says is run.
   *
   * @throws IOException if it cannot be read; the message says why, in one line
   */
  public static CheckedBroker of(Path path, Clock clock) throws IOException {
    try (AssumedFolders folders = AssumedFolders.around(path)) {
      return new BrokerCheck(BrokerFile.read(path), clock).check(folders.lines());
    }
  }
}
