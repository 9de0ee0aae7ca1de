package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;

/**
 * A use of a distributed transaction.
 *
 * <p>Asked by {@code gate.TransactionGate}.
 *
 * @param user the user
 * @param use the use, in a word
 * @param transaction its id, shortened
 * @param prepared whether it is prepared
 * @param permitted whether the user created it; if it is prepared, also whether the user is an
 *     administrator or has every right that is in it
 */
public record TransactionFacts(
    String user, String use, String transaction, boolean prepared, boolean permitted)
    implements Judged {

  @Override
  public Resource about() {
    return Resource.only(Kind.TRANSACTIONS);
  }

  @Override
  public String where() {
    return "user \"%s\"".formatted(user);
  }
}
