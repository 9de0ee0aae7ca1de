package io.portcullis.suggest;

import io.portcullis.esdk.AlgorithmSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An algorithm of an algorithm suite, in the words of CycloneDX.
 *
 * @param name its name, such as {@code AES-256-GCM}
 * @param primitive what it does: {@code ae}, {@code kdf} or {@code signature}
 * @param parameters its size, hash or curve
 */
record SuiteAlgorithm(String name, String primitive, String parameters) {

  private static final Pattern DERIVATION = Pattern.compile("HKDF_SHA(\\d+)");
  private static final Pattern SIGNATURE = Pattern.compile("ECDSA_P(\\d+)");

  /** Returns the algorithms of a suite. The names of the suites say them. */
  static List<SuiteAlgorithm> of(AlgorithmSuite suite) {
    List<SuiteAlgorithm> algorithms = new ArrayList<>();
    int bits = suite.keyLengthBits();
    algorithms.add(new SuiteAlgorithm("AES-%d-GCM".formatted(bits), "ae", Integer.toString(bits)));
    Matcher derivation = DERIVATION.matcher(suite.name());
    if (derivation.find()) {
      String hash = "SHA" + derivation.group(1);
      algorithms.add(new SuiteAlgorithm("HKDF-" + hash, "kdf", hash));
    }
    Matcher signature = SIGNATURE.matcher(suite.name());
    if (signature.find()) {
      String curve = "P-" + signature.group(1);
      algorithms.add(new SuiteAlgorithm("ECDSA " + curve, "signature", curve));
    }
    return algorithms;
  }

  /** What refers to it in a document. */
  String ref() {
    return "algorithm:" + name.replace(' ', '-');
  }
}
