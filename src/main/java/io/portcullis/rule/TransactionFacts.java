package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;

/**
 * The use of a distributed transaction.
 *
 * @param user who uses it
 * @param use what they do with it, in a word
 * @param transaction its id, cut
 * @param prepared whether it is prepared
 * @param permitted whether they made it; where it is prepared, also whether they are an
 *     administrator or have every right that is in it
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
