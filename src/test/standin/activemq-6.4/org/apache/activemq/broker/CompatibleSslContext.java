package org.apache.activemq.broker;

import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Stands in for the class of 6.4 that has the properties of the former SslContext. */
public class CompatibleSslContext extends SslContext {

  protected String protocol = "TLS";
  protected String provider;
  protected List<KeyManager> keyManagers = new ArrayList<>();
  protected List<TrustManager> trustManagers = new ArrayList<>();
  protected SecureRandom secureRandom;
  private volatile SSLContext made;

  @Override
  public synchronized SSLContext getSSLContext()
      throws NoSuchProviderException, NoSuchAlgorithmException, KeyManagementException {
    if (made == null) {
      SSLContext context =
          provider == null
              ? SSLContext.getInstance(protocol)
              : SSLContext.getInstance(protocol, provider);
      context.init(
          keyManagers.toArray(new KeyManager[0]),
          trustManagers.toArray(new TrustManager[0]),
          secureRandom);
      made = context;
    }
    return made;
  }

  public synchronized void setSSLContext(SSLContext context) {
    made = context;
  }

  public List<KeyManager> getKeyManagers() {
    return keyManagers;
  }

  public void setKeyManagers(List<KeyManager> managers) {
    keyManagers = managers;
  }

  public List<TrustManager> getTrustManagers() {
    return trustManagers;
  }

  public void setTrustManagers(List<TrustManager> managers) {
    trustManagers = managers;
  }

  public SecureRandom getSecureRandom() {
    return secureRandom;
  }

  public void setSecureRandom(SecureRandom random) {
    secureRandom = random;
  }

  public String getProtocol() {
    return protocol;
  }

  public void setProtocol(String name) {
    protocol = name;
  }

  public String getProvider() {
    return provider;
  }

  public void setProvider(String name) {
    provider = name;
  }
}
