package io.portcullis.broker.transport;

import java.io.IOException;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A server socket that accepts each connection with the SSL context of that moment. The JDK's own
 * server sockets keep the context that they were created with.
 */
final class FollowingServerSocket extends SSLServerSocket {

  private final Supplier<SSLContext> whole;

  /** An engine that never connects. It keeps the settings and judges them as the JDK does. */
  private final SSLEngine settings;

  /**
   * @param whole returns the context of the moment
   * @param settings an engine with the settings of accepted sockets
   */
  FollowingServerSocket(Supplier<SSLContext> whole, SSLEngine settings) throws IOException {
    this.whole = whole;
    this.settings = settings;
  }

  @Override
  public Socket accept() throws IOException {
    Socket plain = new Socket();
    implAccept(plain);
    try {
      return secure(plain);
    } catch (IOException e) {
      plain.close();
      throw e;
    } catch (RuntimeException e) {
      plain.close();
      throw new IOException("the SSL context refuses the connector's settings: " + e, e);
    }
  }

  private SSLSocket secure(Socket plain) throws IOException {
    SSLSocket socket = (SSLSocket) whole.get().getSocketFactory().createSocket(plain, null, true);
    socket.setUseClientMode(settings.getUseClientMode());
    socket.setSSLParameters(settings.getSSLParameters());
    socket.setEnableSessionCreation(settings.getEnableSessionCreation());
    return socket;
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return settings.getEnabledCipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    settings.setEnabledCipherSuites(suites);
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return settings.getSupportedCipherSuites();
  }

  @Override
  public String[] getSupportedProtocols() {
    return settings.getSupportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return settings.getEnabledProtocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    settings.setEnabledProtocols(protocols);
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    settings.setNeedClientAuth(need);
  }

  @Override
  public boolean getNeedClientAuth() {
    return settings.getNeedClientAuth();
  }

  @Override
  public void setWantClientAuth(boolean want) {
    settings.setWantClientAuth(want);
  }

  @Override
  public boolean getWantClientAuth() {
    return settings.getWantClientAuth();
  }

  @Override
  public void setUseClientMode(boolean client) {
    settings.setUseClientMode(client);
  }

  @Override
  public boolean getUseClientMode() {
    return settings.getUseClientMode();
  }

  @Override
  public void setEnableSessionCreation(boolean may) {
    settings.setEnableSessionCreation(may);
  }

  @Override
  public boolean getEnableSessionCreation() {
    return settings.getEnableSessionCreation();
  }

  @Override
  public SSLParameters getSSLParameters() {
    return settings.getSSLParameters();
  }

  @Override
  public void setSSLParameters(SSLParameters parameters) {
    settings.setSSLParameters(parameters);
  }
}
