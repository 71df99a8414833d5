package dev.kedge.verify.certificate;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.Certificate;
import dev.kedge.verify.result.CertificateJson;
import dev.kedge.verify.result.ResultsJson;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import dev.kedge.verify.result.Waiver;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/** Signs certificates for verifications that passed. */
public final class CertificateSigner {
  private final PrivateKey privateKey;
  private final PublicKey publicKey;
  private final InstantSource clock;

  /** Signs by this pair of keys. */
  public CertificateSigner(PrivateKey privateKey, PublicKey publicKey, InstantSource clock) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.clock = clock;
  }

  /**
   * Certifies the candidate of a verification.
   *
   * @param name what errors call the file of results
   * @param results the bytes of {@code results.json}
   * @throws VerifyException when the bytes are no results, the verdict is not a pass, nothing was
   *     booted, or a waiver it rests on has expired
   */
  public Certificate certify(String name, byte[] results) {
    VerificationResult result = new ResultsJson().decode(name, results);
    requirePass(name, result);
    Certificate.Statement statement =
        new Certificate.Statement(
            result.id(),
            Certificate.Kernel.of(result.kernel(result.candidate())),
            result.plan(),
            KeyFiles.sha256(results),
            result.verdict(),
            result.waivers(),
            result.started(),
            result.ended(),
            clock.instant().truncatedTo(ChronoUnit.SECONDS));
    return new Certificate(
        statement,
        KeyFiles.ALGORITHM,
        KeyFiles.id(publicKey),
        Base64.getEncoder().encodeToString(sign(new CertificateJson().signedBytes(statement))));
  }

  private void requirePass(String name, VerificationResult result) {
    if (result.verdict() != Verdict.PASS) {
      throw new VerifyException(
          "%s: the verdict of %s is %s; only a pass is certified"
              .formatted(name, result.id(), result.verdict()));
    }
    if (result.bootsOf(result.candidate()).isEmpty()) {
      throw new VerifyException(name + ": the candidate was never booted");
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    for (Waiver waiver : result.waivers()) {
      if (!waiver.countsOn(today)) {
        throw new VerifyException(
            "%s: the waiver of gate %s by %s expired on %s"
                .formatted(name, waiver.gate(), waiver.owner(), waiver.expires()));
      }
    }
  }

  private byte[] sign(byte[] bytes) {
    try {
      Signature signature = Signature.getInstance(KeyFiles.ALGORITHM);
      signature.initSign(privateKey);
      signature.update(bytes);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(bytes);
      if (!signature.verify(signed)) {
        throw new VerifyException("the private and the public key are not a pair");
      }
      return signed;
    } catch (GeneralSecurityException e) {
      throw new VerifyException("cannot sign: " + e.getMessage(), e);
    }
  }
}
