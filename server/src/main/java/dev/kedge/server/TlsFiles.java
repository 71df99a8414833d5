package dev.kedge.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Reads a certificate and its key from PEM files (RFC 7468) and checks that they go together. */
final class TlsFiles {
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /** Key algorithm beside the signature that proves a key pair. */
  private record Algorithm(String key, String signature) {}

  private static final List<Algorithm> ALGORITHMS =
      List.of(
          new Algorithm("RSA", "SHA256withRSA"),
          new Algorithm("EC", "SHA256withECDSA"),
          new Algorithm("EdDSA", "EdDSA"));

  private TlsFiles() {}

  /**
   * A TLS context that shows the certificate.
   *
   * @throws ConfigException when a file cannot be read or the two do not go together
   */
  static SSLContext context(Path certificateFile, Path keyFile) {
    Certificate[] chain = certificates(certificateFile);
    try {
      PrivateKey key = key(keyFile, chain[0].getPublicKey(), certificateFile);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      char[] password = new char[0];
      keys.setKeyEntry("server", key, password, chain);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigException(
          "TLS with %s and %s: %s".formatted(certificateFile, keyFile, e.getMessage()), e);
    }
  }

  private static Certificate[] certificates(Path file) {
    try (var in = Files.newInputStream(file)) {
      Collection<? extends Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (chain.isEmpty()) {
        throw new ConfigException(
            "--tls-cert %s holds no certificate (-----BEGIN CERTIFICATE-----)".formatted(file));
      }
      return chain.toArray(Certificate[]::new);
    } catch (IOException e) {
      throw unreadable("--tls-cert", file, e);
    } catch (GeneralSecurityException e) {
      throw new ConfigException(
          "--tls-cert %s is no PEM certificate: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static PrivateKey key(Path file, PublicKey certified, Path certificateFile)
      throws GeneralSecurityException {
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(keyBytes(file));
    for (Algorithm algorithm : ALGORITHMS) {
      try {
        PrivateKey key = KeyFactory.getInstance(algorithm.key()).generatePrivate(encoded);
        if (!isPair(algorithm, key, certified)) {
          throw new ConfigException(
              "--tls-key %s is not the key of --tls-cert %s".formatted(file, certificateFile));
        }
        return key;
      } catch (InvalidKeySpecException e) {
        // A key of another algorithm.
      }
    }
    throw new ConfigException("--tls-key %s is neither an RSA, EC nor EdDSA key".formatted(file));
  }

  private static boolean isPair(Algorithm algorithm, PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    if (!certified.getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    byte[] message = "kedge".getBytes(StandardCharsets.US_ASCII);
    Signature signer = Signature.getInstance(algorithm.signature());
    signer.initSign(key);
    signer.update(message);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance(algorithm.signature());
    verifier.initVerify(certified);
    verifier.update(message);
    return verifier.verify(signature);
  }

  private static byte[] keyBytes(Path file) {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES);
    } catch (IOException e) {
      throw unreadable("--tls-key", file, e);
    }
    Matcher matcher = KEY.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    if (!matcher.find()) {
      throw new ConfigException(
          "--tls-key %s holds no unencrypted PKCS #8 key (-----BEGIN PRIVATE KEY-----); convert another form with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW"
              .formatted(file));
    }
    return Base64.getMimeDecoder().decode(matcher.group(1));
  }

  private static ConfigException unreadable(String option, Path file, IOException e) {
    String why = e instanceof NoSuchFileException ? "does not exist" : "cannot be read: " + e;
    return new ConfigException("%s %s %s".formatted(option, file, why), e);
  }
}
