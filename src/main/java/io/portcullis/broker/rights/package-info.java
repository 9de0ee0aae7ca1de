/**
 * Finds who has which rights, and who a user is.
 *
 * <ul>
 *   <li>A <em>right</em> is what a group may do with a destination: read, write or admin.
 *   <li>The <em>authorization map</em> says which groups have which rights. {@link
 *       io.portcullis.broker.rights.AuthorizationMapView} asks any map of ActiveMQ's.
 *   <li>A <em>snapshot</em> or <em>cache</em> keeps what the map answered until the answer may have
 *       changed.
 * </ul>
 *
 * <p>Start reading at {@link io.portcullis.broker.rights.LiveRights}, which enforces changes of the
 * map on open connections. {@code LoginModules} and the {@code *Accounts} read users and groups
 * from the files that logins use.
 *
 * <p>It may use the rooms from {@code broker.management} downwards, and the packages below {@code
 * broker}.
 */
package io.portcullis.broker.rights;
