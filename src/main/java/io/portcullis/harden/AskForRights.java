package io.portcullis.harden;

import io.portcullis.policy.Groups;

/** Leaves to the operator who may write where, if the gate's default map decides so far. */
final class AskForRights implements Step {

  @Override
  public boolean apply(Work work) {
    if (work.checked().defaultMapDecides()) {
      Groups groups = work.checked().policy().groups();
      work.decide(
          "require-authorization",
          ("no authorization map is configured. Group \"%s\" may do everything. Group \"%s\" may read"
                  + " only. To let others send, add a map (manual, \"Rights\")")
              .formatted(groups.administrators(), groups.users()));
    }
    return false;
  }
}
