package io.portcullis.login;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A user who can log in.
 *
 * @param name the user's name
 * @param hash of the user's password
 * @param groups the groups the user is in, the system group among them if the user is marked so
 */
record Account(String name, PasswordHash hash, Set<String> groups) {

  Account {
    groups = Collections.unmodifiableSet(new TreeSet<>(groups));
  }
}
