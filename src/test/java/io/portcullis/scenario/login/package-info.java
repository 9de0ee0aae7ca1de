/** Who logs in as whom: passwords, directories, guessing, and takeovers of connections and ids. */
package io.portcullis.scenario.login;
