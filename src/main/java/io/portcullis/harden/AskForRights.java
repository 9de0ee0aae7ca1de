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
          ("who may write where: without an <authorizationPlugin>, group \"%s\" may do everything and"
                  + " group \"%s\" may read and not send; README, \"The default map\", has one to paste")
              .formatted(groups.administrators(), groups.users()));
    }
    return false;
  }
}
