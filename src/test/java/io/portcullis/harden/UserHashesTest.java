package io.portcullis.harden;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.login.PasswordLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Many users get their own hashes, and the progress is told in order. */
class UserHashesTest {

  @Test
  void eachUserGetsTheHashOfItsPassword() throws IOException {
    Map<String, String> passwords =
        Map.of("ann", "words of ann 1", "bob", "words of bob 2", "cy", "words of cy 33");
    List<String> told = new ArrayList<>();
    Thread caller = Thread.currentThread();

    Map<String, String> hashes =
        UserHashes.of(
            passwords,
            (made, all) -> told.add(made + "/" + all + (Thread.currentThread() == caller)));

    assertThat(hashes).containsOnlyKeys("ann", "bob", "cy");
    passwords.forEach(
        (user, password) ->
            assertThat(PasswordLine.isHashOf(hashes.get(user), password.toCharArray())).isTrue());
    assertThat(told).containsExactly("1/3true", "2/3true", "3/3true");
  }
}
