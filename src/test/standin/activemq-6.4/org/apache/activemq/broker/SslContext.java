package org.apache.activemq.broker;

import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import javax.net.ssl.SSLContext;

/**
 * Stands in for the class of 6.4: it is abstract. The variable of the thread, which that line only
 * deprecates, is left out, so that nobody leans on it.
 */
public abstract class SslContext {

  public abstract SSLContext getSSLContext()
      throws NoSuchProviderException, NoSuchAlgorithmException, KeyManagementException;
}
