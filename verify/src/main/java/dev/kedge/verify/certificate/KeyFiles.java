package dev.kedge.verify.certificate;

import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/** Ed25519 keys in PEM files: PKCS #8 for the private half, X.509 for the public (RFC 8410). */
public final class KeyFiles {
  /** The algorithm of all keys. */
  static final String ALGORITHM = "Ed25519";

  private static final int MAX_BYTES = 16_384;
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";

  private KeyFiles() {}

  /**
   * Makes a new pair of keys. Existing files are never overwritten; the private file can be read by
   * its owner only.
   *
   * @return the id of the new key
   * @throws VerifyException when a file exists or cannot be written
   */
  public static String generate(Path privateFile, Path publicFile) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      try (var channel =
          Files.newByteChannel(
              privateFile,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              ownerOnly)) {
        channel.write(
            StandardCharsets.US_ASCII.encode(pem(PRIVATE, pair.getPrivate().getEncoded())));
      }
      Files.writeString(
          publicFile, pem(PUBLIC, pair.getPublic().getEncoded()), StandardOpenOption.CREATE_NEW);
      return id(pair.getPublic());
    } catch (FileAlreadyExistsException e) {
      throw new VerifyException(e.getFile() + " exists; a key is never overwritten", e);
    } catch (IOException | GeneralSecurityException e) {
      throw new VerifyException("cannot make the key " + privateFile + ": " + e, e);
    }
  }

  /**
   * Reads the private half.
   *
   * @throws VerifyException when the file cannot be read or holds no such key
   */
  public static PrivateKey readPrivate(Path file) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePrivate(new PKCS8EncodedKeySpec(body(file, PRIVATE)));
    } catch (GeneralSecurityException e) {
      throw new VerifyException(file + ": no Ed25519 private key", e);
    }
  }

  /**
   * Reads the public half.
   *
   * @throws VerifyException when the file cannot be read or holds no such key
   */
  public static PublicKey readPublic(Path file) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(body(file, PUBLIC)));
    } catch (GeneralSecurityException e) {
      throw new VerifyException(file + ": no Ed25519 public key", e);
    }
  }

  /** A key's id: the SHA-256 of its public half in X.509 form. */
  public static String id(PublicKey key) {
    return sha256(key.getEncoded());
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String pem(String kind, byte[] encoded) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(encoded);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, base64, kind);
  }

  private static byte[] body(Path file, String kind) {
    String text = text(file).strip();
    String head = "-----BEGIN " + kind + "-----";
    String foot = "-----END " + kind + "-----";
    if (!text.startsWith(head) || !text.endsWith(foot)) {
      throw new VerifyException(
          "%s: expected a PEM file that begins with %s".formatted(file, head));
    }
    String base64 = text.substring(head.length(), text.length() - foot.length());
    try {
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new VerifyException(file + ": its text between the lines of dashes is no base64", e);
    }
  }

  private static String text(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new VerifyException("cannot read " + file + ": " + e, e);
    }
  }
}
