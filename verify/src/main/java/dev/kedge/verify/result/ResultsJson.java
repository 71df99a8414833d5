package dev.kedge.verify.result;

import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes {@code results.json}: one {@link VerificationResult}. Thread-safe. */
public final class ResultsJson {
  /** The file's name in a folder of results. */
  public static final String FILE_NAME = "results.json";

  /** The longest file that is read, in bytes. */
  public static final long MAX_BYTES = 256L << 20;

  private final StrictJson<VerificationResult> json;

  /** Reads files of up to {@link #MAX_BYTES}. */
  public ResultsJson() {
    this(MAX_BYTES);
  }

  /** Reads files of up to {@code maxBytes} bytes. */
  public ResultsJson(long maxBytes) {
    this.json = new StrictJson<>("kedge-verification", 1, VerificationResult.class, maxBytes);
  }

  /** The file's bytes; equal results give equal bytes. */
  public byte[] encode(VerificationResult result) {
    return json.encode(result);
  }

  /**
   * Reads a file's bytes.
   *
   * @param name what errors call the file
   * @throws VerifyException when the bytes are no such file
   */
  public VerificationResult decode(String name, byte[] bytes) {
    return json.decode(name, bytes);
  }

  /** Writes {@code folder/results.json}, whole or not at all; makes the folder. */
  public void write(Path folder, VerificationResult result) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new VerifyException("cannot create " + folder + ": " + e, e);
    }
    json.write(folder.resolve(FILE_NAME), result);
  }

  /**
   * Reads a {@code results.json}.
   *
   * @param path the file, or the folder that holds it
   * @throws VerifyException when it cannot be read or is no such file
   */
  public VerificationResult read(Path path) {
    return json.read(file(path));
  }

  /**
   * The bytes of a {@code results.json}, for its hash.
   *
   * @param path the file, or the folder that holds it
   * @throws VerifyException when it cannot be read or is too long
   */
  public byte[] bytes(Path path) {
    return json.bytes(file(path));
  }

  private static Path file(Path path) {
    return Files.isDirectory(path) ? path.resolve(FILE_NAME) : path;
  }
}
