package io.portcullis.rule;

import java.util.Set;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.AuthorizationMap;

/** A map of somebody's own that names nobody, which to ActiveMQ means everybody. */
final class OpenMap implements AuthorizationMap {

  @Override
  public Set<?> getTempDestinationAdminACLs() {
    return null;
  }

  @Override
  public Set<?> getTempDestinationReadACLs() {
    return null;
  }

  @Override
  public Set<?> getTempDestinationWriteACLs() {
    return null;
  }

  @Override
  public Set<?> getAdminACLs(ActiveMQDestination destination) {
    return null;
  }

  @Override
  public Set<?> getReadACLs(ActiveMQDestination destination) {
    return null;
  }

  @Override
  public Set<?> getWriteACLs(ActiveMQDestination destination) {
    return null;
  }
}
