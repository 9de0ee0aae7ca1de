package io.portcullis.gate;

import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.DefaultMap;
import io.portcullis.broker.rights.LiveRights;
import io.portcullis.policy.Groups;
import io.portcullis.rule.AuthorizationFacts.Source;

/** Carries a reload into the rights of the running broker: other groups, another default map. */
final class ReloadedRights {

  private final AuthorizationMapView rights;
  private final LiveRights live;
  private final DefaultMap defaultMap;

  /** The groups that the default map has now. */
  private Groups standing;

  /**
   * @param rights what the map answers
   * @param live the rights that end
   * @param defaultMap the gate's own map, which may stand in the broker
   * @param standing the groups that it was made with
   */
  ReloadedRights(
      AuthorizationMapView rights, LiveRights live, DefaultMap defaultMap, Groups standing) {
    this.rights = rights;
    this.live = live;
    this.defaultMap = defaultMap;
    this.standing = standing;
  }

  /** Looks at once at maps and users, which change by themselves. */
  void lookNow() {
    live.lookNow();
  }

  /** What the map would answer with these groups. */
  AuthorizationMapView with(Groups groups) {
    return defaultMap.stands()
        ? new AuthorizationMapView(Source.DEFAULT, () -> defaultMap.of(groups))
        : rights;
  }

  /** Replaces the groups of the default map. If that fails, the next reload tries again. */
  void regroup(Groups now) {
    if (!standing.equals(now)) {
      defaultMap.replace(now);
      live.lookAtConsumers();
      standing = now;
    }
  }

  /** Whether users are held to no map, so that one by groups is only reported by. */
  boolean areOnlyReported() {
    return rights.source() == Source.NOT_INSTALLED;
  }
}
