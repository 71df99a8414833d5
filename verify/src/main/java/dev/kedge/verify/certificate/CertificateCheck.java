package dev.kedge.verify.certificate;

import dev.kedge.verify.result.Certificate;
import dev.kedge.verify.result.CertificateJson;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.Waiver;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Checks certificates against the keys one trusts. Thread-safe. */
public final class CertificateCheck {
  private final List<PublicKey> trusted;
  private final InstantSource clock;

  /** Trusts these keys and no others. */
  public CertificateCheck(List<PublicKey> trusted, InstantSource clock) {
    this.trusted = List.copyOf(trusted);
    this.clock = clock;
  }

  /**
   * Everything that speaks against a certificate; empty when it holds: signed by a trusted key, a
   * pass, issued neither before the verification ended nor in the future, and no waiver expired.
   */
  public List<String> problems(Certificate certificate) {
    List<String> problems = new ArrayList<>();
    if (!signed(certificate)) {
      problems.add("no trusted key signed it (key " + certificate.key() + ")");
    }
    Certificate.Statement statement = certificate.statement();
    if (statement.verdict() != Verdict.PASS) {
      problems.add("its verdict is " + statement.verdict());
    }
    if (statement.issued().isAfter(clock.instant())) {
      problems.add("it was issued in the future, at " + statement.issued());
    }
    if (statement.ended().isAfter(statement.issued())
        || statement.started().isAfter(statement.ended())) {
      problems.add("its times are out of order");
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    for (Waiver waiver : statement.waivers()) {
      if (!waiver.countsOn(today)) {
        problems.add(
            "its waiver of gate %s expired on %s".formatted(waiver.gate(), waiver.expires()));
      }
    }
    return problems;
  }

  /** The same, and the results must be those it was issued for. */
  public List<String> problems(Certificate certificate, byte[] results) {
    List<String> problems = new ArrayList<>(problems(certificate));
    if (!KeyFiles.sha256(results).equals(certificate.statement().resultsSha256())) {
      problems.add("the results are not those it was issued for");
    }
    return problems;
  }

  private boolean signed(Certificate certificate) {
    if (!certificate.algorithm().equals(KeyFiles.ALGORITHM)) {
      return false;
    }
    byte[] bytes = new CertificateJson().signedBytes(certificate.statement());
    return trusted.stream()
        .filter(key -> KeyFiles.id(key).equals(certificate.key()))
        .anyMatch(key -> signed(key, bytes, certificate.signature()));
  }

  private static boolean signed(PublicKey key, byte[] bytes, String signature) {
    try {
      Signature check = Signature.getInstance(KeyFiles.ALGORITHM);
      check.initVerify(key);
      check.update(bytes);
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
