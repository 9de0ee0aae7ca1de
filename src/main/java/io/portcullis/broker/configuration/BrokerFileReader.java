package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.broker.transport.KeyStoreFaults;
import io.portcullis.broker.xml.FileFault;
import io.portcullis.broker.xml.FileFaults;
import io.portcullis.broker.xml.LoadFaults;
import io.portcullis.broker.xml.UnreadableFile;
import io.portcullis.broker.xml.UnreadableFileException;
import io.portcullis.enforce.Finding;
import java.beans.PropertyEditorManager;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.propertyeditors.URIEditor;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.FileSystemResource;
import org.xml.sax.SAXException;

/**
 * Reads a broker's file in spite of what is wrong in it. A part that Spring or XBean does not take
 * becomes a fault, and the file is read again without it.
 */
final class BrokerFileReader {

  /** The maximum number of parts to leave out. A file with more of them is no configuration. */
  private static final int MOST_ROUNDS = 100;

  /** The maximum number of reasons that are told of a file of which nothing can be judged. */
  private static final int MOST_REASONS = 20;

  private final Path file;
  private final Map<String, String> folders;

  BrokerFileReader(Path file, Map<String, String> folders) {
    this.file = file;
    this.folders = folders;
  }

  /** Loads it as a start does. If that fails, it reads it as far as possible, and says why. */
  BrokerFile load() throws IOException {
    demandFile();
    try {
      return load(true, List.of());
    } catch (IOException | RuntimeException | LinkageError e) {
      return loadInSpiteOf(e);
    } catch (StackOverflowError e) {
      throw endless(e);
    }
  }

  private BrokerFile load(boolean validating, List<FileFault> faults) throws IOException {
    OfflineContext context =
        new OfflineContext(new FileSystemResource(file.toAbsolutePath()), validating);
    KeyStoreFaults keyStores = new KeyStoreFaults(FileReach.EVERYWHERE);
    context.addBeanFactoryPostProcessor(factory -> factory.addBeanPostProcessor(keyStores));
    context.refresh();
    ConfigurableListableBeanFactory factory = context.getBeanFactory();
    return new BrokerFile(
        file,
        broker(factory, List.of()),
        List.of(factory),
        keyStores.found(),
        FileReach.EVERYWHERE,
        List.of(),
        faults);
  }

  /**
   * Loads without the schema, as ActiveMQ can. What then fails is no matter of the schema, so the
   * file is read as data.
   */
  private BrokerFile loadInSpiteOf(Throwable error) throws IOException {
    FileFaults faults = FileFaults.ofOwnFile();
    try {
      faults.document(file, FileReach.EVERYWHERE);
    } catch (UnreadableFileException e) {
      throw new UnreadableFileException(
          List.of(e.isOfDocumentType() ? UnreadableFile.reason(error) : e.getMessage()), error);
    }
    if (!(NestedExceptionUtils.getMostSpecificCause(error) instanceof SAXException)) {
      return asData(faults, error);
    }
    try {
      BrokerFile loaded = load(false, List.of());
      if (faults.all().isEmpty()) {
        faults.addToRoot(file, UnreadableFile.reason(error));
      }
      faults.addThatOnlyTheSchemaRefuses(file, "");
      return with(loaded, faults.all());
    } catch (IOException | RuntimeException | LinkageError e) {
      return asData(faults, e);
    }
  }

  private static BrokerFile with(BrokerFile loaded, List<FileFault> faults) {
    return new BrokerFile(
        loaded.file(),
        loaded.service(),
        loaded.factories(),
        loaded.keyStoreFaults(),
        loaded.reach(),
        loaded.leftOut(),
        faults);
  }

  private BrokerFile asData(FileFaults faults, Throwable error) throws IOException {
    try {
      BrokerFile read = readAsData(faults);
      LoadFaults places = new LoadFaults(faults);
      boolean isKnown = places.add(error) || faults.fail() || places.addAnywhere(error);
      if (!isKnown) {
        faults.addToRoot(file, UnreadableFile.reason(error));
      }
      return with(read, faults.all());
    } catch (UnreadableFileException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(List.of(UnreadableFile.reason(error)), faults, e);
    }
  }

  /** Reads it as data, and runs nothing of it. */
  BrokerFile readAsData() throws IOException {
    demandFile();
    return readAsData(FileFaults.ofAnyFile());
  }

  private BrokerFile readAsData(FileFaults faults) throws IOException {
    LoadFaults places = new LoadFaults(faults);
    for (int round = 1; true; round++) {
      try {
        BrokerFile read = readOnce(faults);
        if (faults.areOfSchemaOnly()) {
          faults.addThatOnlyTheSchemaRefuses(file, ", as far as it is read here");
        }
        return with(read, faults.all());
      } catch (UnreadableFileException e) {
        throw e;
      } catch (IOException e) {
        throw unreadable(List.of(e.getMessage()), faults, e);
      } catch (RuntimeException e) {
        if (round == MOST_ROUNDS || !places.addAnywhere(e)) {
          throw unreadable(List.of(UnreadableFile.reason(e)), faults, e);
        }
      } catch (StackOverflowError e) {
        throw endless(e);
      }
    }
  }

  private BrokerFile readOnce(FileFaults faults) throws IOException {
    FileReach reach = FileReach.inside(file.toAbsolutePath().getParent());
    if (!file.toRealPath().startsWith(reach.folder().orElseThrow())) {
      throw new IOException("it is a link that leads out of its folder; name the file itself");
    }
    KeyStoreFaults keyStores = new KeyStoreFaults(reach);
    UntrustedConfiguration data =
        UntrustedConfiguration.read(file, reach, folders, keyStores, faults);
    BrokerService service = broker(data.made(), data.leftOut());
    List<Omission> leftOut = new ArrayList<>(data.leftOut());
    List<Finding> keyStoreFaults =
        leftOut.stream().anyMatch(DependentRules.TLS::areSilencedBy)
            ? keyStores.foundWithoutLoading()
            : keyStores.found();
    keyStores.notRead().forEach(what -> leftOut.add(data.keys(what)));
    leftOut.addAll(BrokerFile.leftOutOfLogins(file, service, reach));
    return new BrokerFile(
        file,
        service,
        List.of(data.made(), data.beside()),
        keyStoreFaults,
        reach,
        leftOut,
        List.of());
  }

  private void demandFile() throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(Files.exists(file) ? "permission denied" : "no such file");
    }
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder; name the activemq.xml in it");
    }
    PropertyEditorManager.registerEditor(URI.class, URIEditor.class);
  }

  private static IOException endless(StackOverflowError e) {
    return new IOException("what it says goes in circles, or too deep", e);
  }

  /** Says what keeps everything from being judged, and then all else that is wrong. */
  private UnreadableFileException unreadable(
      List<String> reasons, FileFaults faults, Exception cause) {
    Stream<String> more = faults.all().stream().map(fault -> fault.line(file)).limit(MOST_REASONS);
    return new UnreadableFileException(
        Stream.concat(reasons.stream(), more).distinct().toList(), cause);
  }

  private static BrokerService broker(
      ConfigurableListableBeanFactory factory, List<Omission> leftOut) throws IOException {
    String[] names = factory.getBeanNamesForType(BrokerService.class, true, false);
    if (names.length == 0) {
      throw new IOException(
          leftOut.isEmpty()
              ? "it holds no <broker>"
              : "it holds no <broker> that is read without --trust: line %d, %s"
                  .formatted(leftOut.get(0).line(), leftOut.get(0).what()));
    }
    return factory.getBean(taken(factory, names), BrokerService.class);
  }

  /** Chooses the broker as ActiveMQ does, by aliases too. */
  private static String taken(ConfigurableListableBeanFactory factory, String[] names) {
    boolean isPreferred =
        factory.containsBean(BrokerFile.PREFERRED)
            && factory.isTypeMatch(BrokerFile.PREFERRED, BrokerService.class);
    return isPreferred ? BrokerFile.PREFERRED : names[0];
  }
}
