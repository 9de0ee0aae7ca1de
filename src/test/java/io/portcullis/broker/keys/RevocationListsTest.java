package io.portcullis.broker.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.RevokingAuthority;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which lists revoke a certificate, by who signed them. */
class RevocationListsTest {

  private static final int SERIAL = 0xb;

  private final RevokingAuthority root = new RevokingAuthority();
  private final RevokingAuthority intermediate = root.intermediate("CN=intermediate");

  @TempDir private Path folder;

  private X509CRL list(RevokingAuthority authority) throws Exception {
    try (InputStream in = Files.newInputStream(revoked(authority))) {
      return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
    }
  }

  private Path revoked(RevokingAuthority authority) throws Exception {
    return authority.revoke(folder.resolve("revoked.crl"), SERIAL);
  }

  private RevocationLists trustingRoot(RevokingAuthority issuer) throws Exception {
    return new RevocationLists(List.of(list(issuer)), List.of(root.certificate()));
  }

  @Test
  void aListOfAnAuthorityInTheTrustStoreRevokesThoughTheClientShowsItsOwnCertificateOnly()
      throws Exception {
    X509Certificate bad = root.issue("bad", SERIAL).chain().get(0);
    X509Certificate good = root.issue("good", SERIAL + 1).chain().get(0);

    assertThat(trustingRoot(root).revokedOf(List.of(bad))).contains(bad);
    assertThat(trustingRoot(root).revokedOf(List.of(good))).isEmpty();
  }

  @Test
  void aListOfAnAuthorityThatOnlyTheClientShowsRevokes() throws Exception {
    List<X509Certificate> chain = intermediate.issue("bad", SERIAL).chain();

    assertThat(trustingRoot(intermediate).revokedOf(chain)).contains(chain.get(0));
  }

  @Test
  void aListThatAnotherSignedInTheNameOfAnAuthorityRevokesNothing() throws Exception {
    RevokingAuthority forger = new RevokingAuthority().intermediate("CN=intermediate");
    List<X509Certificate> chain = intermediate.issue("bad", SERIAL).chain();

    assertThat(trustingRoot(forger).revokedOf(chain)).isEmpty();
  }

  @Test
  void noClientMakesAListCountByShowingWhoSignedIt() throws Exception {
    RevokingAuthority forger = new RevokingAuthority().intermediate("CN=intermediate");
    List<X509Certificate> chain = new ArrayList<>(intermediate.issue("bad", SERIAL).chain());
    chain.add(forger.certificate());

    assertThat(trustingRoot(forger).revokedOf(chain)).isEmpty();
  }

  @Test
  void noListRevokesNothing() throws Exception {
    List<X509Certificate> chain = root.issue("bad", SERIAL).chain();

    assertThat(RevocationLists.NONE.isEmpty()).isTrue();
    assertThat(RevocationLists.NONE.revokedOf(chain)).isEmpty();
  }
}
