package dev.kedge.verify.result;

import dev.kedge.model.BuildId;
import dev.kedge.model.KernelRelease;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A release certificate: who vouches for which kernel on the ground of which results. It is a claim
 * until its signature is checked ({@code verify.certificate}).
 *
 * @param statement what is claimed
 * @param algorithm the signature's algorithm: {@code Ed25519}
 * @param key the key's id: the SHA-256 of its public half in X.509 form, lower-case hexadecimal
 * @param signature the signature over {@link CertificateJson#signedBytes}, base64
 */
public record Certificate(Statement statement, String algorithm, String key, String signature) {

  /**
   * What is claimed.
   *
   * @param verification the verification's id
   * @param kernel the kernel
   * @param plan the plan it was verified by
   * @param resultsSha256 the hash of the bytes of {@code results.json}
   * @param verdict what the verification came to
   * @param waivers the waivers that verdict rests on
   * @param started when the verification began
   * @param ended when it was over
   * @param issued when the certificate was signed
   */
  public record Statement(
      String verification,
      Kernel kernel,
      PlanIdentity plan,
      String resultsSha256,
      Verdict verdict,
      List<Waiver> waivers,
      Instant started,
      Instant ended,
      Instant issued) {
    /**
     * Copies the waivers and checks the names.
     *
     * @throws IllegalArgumentException when the id or the hash has no such form
     */
    public Statement {
      Checked.name("verification id", verification);
      Checked.sha256("results", resultsSha256);
      waivers = List.copyOf(waivers);
    }
  }

  /**
   * The kernel as a certificate names it.
   *
   * @param release what {@code uname -r} prints in it
   * @param buildId its build-id, when it is known
   * @param architecture as {@code uname -m} names it
   * @param packageVersion the version of its package; empty when it came without
   * @param imageSha256 the hash of its image
   */
  public record Kernel(
      KernelRelease release,
      Optional<BuildId> buildId,
      String architecture,
      String packageVersion,
      String imageSha256) {
    /**
     * Checks the hash.
     *
     * @throws IllegalArgumentException when it is none
     */
    public Kernel {
      Checked.sha256("image", imageSha256);
    }

    /** Of an identity that a verification recorded. */
    public static Kernel of(KernelIdentity identity) {
      return new Kernel(
          identity.release(),
          identity.buildId(),
          identity.architecture(),
          identity.packageVersion(),
          identity.imageSha256());
    }
  }
}
