package io.portcullis.rule;

/** The ids of rules that other packages name, for example to ask whether one is enforced. */
public final class RuleIds {

  public static final String BOUND_RESOURCES = BoundResources.ID;
  public static final String GUARD_REOPENED_DOORS = GuardReopenedDoors.ID;
  public static final String NARROW_SERIALIZATION = NarrowSerialization.ID;
  public static final String REFUSE_UNVETTED_LINK = RefuseUnvettedLink.ID;
  public static final String REQUIRE_AUTHENTICATION = RequireAuthentication.ID;
  public static final String REQUIRE_AUTHORIZATION = RequireAuthorization.ID;
  public static final String REQUIRE_CLIENT_CERTIFICATE = RequireClientCertificate.ID;
  public static final String REQUIRE_ENCRYPTED_BODY = RequireEncryptedBody.ID;
  public static final String REQUIRE_MODERN_TLS = RequireModernTls.ID;
  public static final String REQUIRE_VALID_CERTIFICATE = RequireValidCertificate.ID;
  public static final String RESTRICT_PROTOCOLS = RestrictProtocols.ID;
  public static final String SECURE_MANAGEMENT = SecureManagement.ID;

  private RuleIds() {}
}
