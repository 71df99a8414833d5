package dev.kedge.verify.result;

import dev.kedge.verify.VerifyException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads and writes certificates. A certificate has one form only: fields in the order of the
 * records, two spaces of indentation, one line feed at the end, so that any changed byte is seen, a
 * blank included. Thread-safe.
 */
public final class CertificateJson {
  /** The longest certificate that is read, in bytes. */
  public static final long MAX_BYTES = 1L << 20;

  private static final int VERSION = 1;

  private final StrictJson<Certificate> file =
      new StrictJson<>("kedge-certificate", VERSION, Certificate.class, MAX_BYTES);
  private final StrictJson<Certificate.Statement> statement =
      new StrictJson<>(
          "kedge-certificate-statement", VERSION, Certificate.Statement.class, MAX_BYTES);

  /** The file's bytes. */
  public byte[] encode(Certificate certificate) {
    return file.encode(certificate);
  }

  /**
   * The bytes a signature is made over: the statement alone, in the form of a file of its own,
   * whose format name keeps the signature from being taken for one over something else.
   */
  public byte[] signedBytes(Certificate.Statement claimed) {
    return statement.encode(claimed);
  }

  /**
   * Reads a certificate.
   *
   * @param name what errors call the file
   * @throws VerifyException when the bytes are no certificate, or not in its one form
   */
  public Certificate decode(String name, byte[] bytes) {
    Certificate certificate = file.decode(name, bytes);
    byte[] form = file.encode(certificate);
    int at = Arrays.mismatch(bytes, form);
    if (at >= 0) {
      long line = new String(bytes, 0, at, StandardCharsets.UTF_8).lines().count();
      throw new VerifyException(
          "%s:%d: byte %d is not as a certificate is written; it was changed"
              .formatted(name, Math.max(1, line), at));
    }
    return certificate;
  }

  /**
   * Reads a certificate.
   *
   * @throws VerifyException when the file cannot be read or is no certificate
   */
  public Certificate read(Path path) {
    return decode(path.toString(), file.bytes(path));
  }

  /** Writes a certificate, whole or not at all. */
  public void write(Path path, Certificate certificate) {
    file.write(path, certificate);
  }
}
