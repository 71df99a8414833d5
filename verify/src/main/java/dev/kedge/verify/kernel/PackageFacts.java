package dev.kedge.verify.kernel;

/**
 * What a package says of itself.
 *
 * @param name the package's name, empty when it tells none
 * @param version its version with the release part, empty when it tells none
 * @param architecture in the words of its distribution ({@code amd64}, {@code x86_64}), empty when
 *     it tells none
 */
record PackageFacts(String name, String version, String architecture) {
  static final PackageFacts NONE = new PackageFacts("", "", "");
}
