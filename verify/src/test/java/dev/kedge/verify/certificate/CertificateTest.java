package dev.kedge.verify.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.Certificate;
import dev.kedge.verify.result.CertificateJson;
import dev.kedge.verify.result.ResultsJson;
import dev.kedge.verify.result.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-11-23T08:00:00Z"));

  private final CertificateJson json = new CertificateJson();
  private final byte[] results = new ResultsJson().encode(Samples.passed());

  @TempDir private Path folder;
  private Path privateKey;
  private Path publicKey;

  @BeforeEach
  void keys() {
    privateKey = folder.resolve("key.pem");
    publicKey = folder.resolve("key.pub.pem");
    KeyFiles.generate(privateKey, publicKey);
  }

  @Test
  void holdsForTheResultsItWasIssuedFor() {
    Certificate certificate = signer(NOW).certify("results.json", results);

    assertThat(check(NOW).problems(certificate, results)).isEmpty();
    assertThat(json.decode("c", json.encode(certificate))).isEqualTo(certificate);
    assertThat(certificate.statement().waivers()).hasSize(1);
  }

  @Test
  void everyChangedByteIsSeen() {
    byte[] good = json.encode(signer(NOW).certify("results.json", results));
    for (int at = 0; at < good.length; at++) {
      byte[] changed = good.clone();
      changed[at] ^= 1;
      assertThat(holds(changed)).as("byte %d", at).isFalse();
    }
    assertThat(holds(good)).isTrue();
    assertThat(
            holds(
                (new String(good, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8)))
        .isFalse();
  }

  private boolean holds(byte[] bytes) {
    try {
      return check(NOW).problems(json.decode("c", bytes)).isEmpty();
    } catch (VerifyException e) {
      return false;
    }
  }

  @Test
  void onlyAPassIsCertified() {
    byte[] failed = new ResultsJson().encode(Samples.failed());

    assertThatThrownBy(() -> signer(NOW).certify("results.json", failed))
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("only a pass");
  }

  @Test
  void waiversExpire() {
    InstantSource later = InstantSource.fixed(Instant.parse("2026-12-02T00:00:00Z"));
    Certificate certificate = signer(NOW).certify("results.json", results);

    assertThat(check(later).problems(certificate)).singleElement().asString().contains("expired");
    assertThatThrownBy(() -> signer(later).certify("results.json", results))
        .hasMessageContaining("expired");
  }

  @Test
  void otherKeysAndOtherResultsAreRefused() {
    Path other = folder.resolve("other.pub.pem");
    KeyFiles.generate(folder.resolve("other.pem"), other);
    Certificate certificate = signer(NOW).certify("results.json", results);

    assertThat(new CertificateCheck(List.of(KeyFiles.readPublic(other)), NOW).problems(certificate))
        .singleElement()
        .asString()
        .contains("no trusted key");
    assertThat(check(NOW).problems(certificate, new byte[3])).hasSize(1);
    assertThat(check(InstantSource.fixed(Instant.EPOCH)).problems(certificate)).isNotEmpty();
    assertThatThrownBy(() ->
            new CertificateSigner(KeyFiles.readPrivate(privateKey), KeyFiles.readPublic(other), NOW)
                .certify("results.json", results))
        .hasMessageContaining("not a pair");
  }

  @Test
  void keysAreNeverOverwrittenAndPrivate() throws IOException {
    assertThat(Files.getPosixFilePermissions(privateKey)).hasSize(2);
    assertThatThrownBy(() -> KeyFiles.generate(privateKey, folder.resolve("x")))
        .hasMessageContaining("never overwritten");
    assertThatThrownBy(() -> KeyFiles.readPrivate(publicKey)).hasMessageContaining("PEM");
    Files.writeString(publicKey, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
    assertThatThrownBy(() -> KeyFiles.readPublic(publicKey))
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("no Ed25519");
  }

  private CertificateSigner signer(InstantSource clock) {
    return new CertificateSigner(
        KeyFiles.readPrivate(privateKey), KeyFiles.readPublic(publicKey), clock);
  }

  private CertificateCheck check(InstantSource clock) {
    return new CertificateCheck(List.of(KeyFiles.readPublic(publicKey)), clock);
  }
}
