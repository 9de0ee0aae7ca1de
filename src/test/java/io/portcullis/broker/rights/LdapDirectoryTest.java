package io.portcullis.broker.rights;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.activemq.security.LDAPAuthorizationMap;
import org.junit.jupiter.api.Test;

class LdapDirectoryTest {

  @Test
  void itsTextHidesThePassword() {
    LDAPAuthorizationMap map = new LDAPAuthorizationMap();
    map.setConnectionURL("ldap://localhost:1389");
    map.setConnectionUsername("cn=reader");
    map.setConnectionPassword("s3cret");

    assertThat(LdapDirectory.behind(map).orElseThrow().toString())
        .contains("ldap://localhost:1389", "cn=reader")
        .doesNotContain("s3cret");
  }
}
