package io.portcullis.broker.platform;

import java.util.Set;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.AuthorizationMap;

/** A placeholder for an authorization map that is not created. Nobody can ask it for rights. */
public final class UnloadedMap implements AuthorizationMap {

  private String type = "";

  /** Makes one. */
  public UnloadedMap() {}

  /** Names the class of the map. */
  public void setType(String type) {
    this.type = type;
  }

  /**
   * Returns the name of a map's class. For a placeholder it is the class that the map would have.
   */
  public static String typeOf(AuthorizationMap map) {
    return map instanceof UnloadedMap unmade ? unmade.type : map.getClass().getName();
  }

  private UnsupportedOperationException unasked() {
    return new UnsupportedOperationException(type + " is not made");
  }

  @Override
  public Set<?> getTempDestinationAdminACLs() {
    throw unasked();
  }

  @Override
  public Set<?> getTempDestinationReadACLs() {
    throw unasked();
  }

  @Override
  public Set<?> getTempDestinationWriteACLs() {
    throw unasked();
  }

  @Override
  public Set<?> getAdminACLs(ActiveMQDestination destination) {
    throw unasked();
  }

  @Override
  public Set<?> getReadACLs(ActiveMQDestination destination) {
    throw unasked();
  }

  @Override
  public Set<?> getWriteACLs(ActiveMQDestination destination) {
    throw unasked();
  }
}
