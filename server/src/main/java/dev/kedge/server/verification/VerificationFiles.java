package dev.kedge.server.verification;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.Certificate;
import dev.kedge.verify.result.CertificateJson;
import dev.kedge.verify.result.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of verifications: for each one {@code <id>.results.json}, {@code <id>.summary.json}
 * and perhaps {@code <id>.certificate.json}. The summary is written last and removed first: a
 * verification without one does not exist. Thread-safe.
 */
final class VerificationFiles {
  private static final String RESULTS = ".results.json";
  private static final String SUMMARY = ".summary.json";
  private static final String CERTIFICATE = ".certificate.json";

  private final Path folder;
  private final int most;
  private final StrictJson<Summary> summaries =
      new StrictJson<>("kedge-verification-summary", 1, Summary.class, 1 << 20);
  private final CertificateJson certificates = new CertificateJson();

  /**
   * Over a folder, which is made when the first verification comes.
   *
   * @param most how many are kept; beyond, those that ended first go
   */
  VerificationFiles(Path folder, int most) {
    this.folder = folder;
    this.most = most;
  }

  /** How a verification was taken in. */
  enum Taken {
    /** It is new. */
    NEW,
    /** The same bytes are here already. */
    DUPLICATE,
    /** Another one with this id is here. */
    OTHER
  }

  synchronized Taken add(Summary summary, byte[] results) {
    Optional<Summary> known = find(summary.id());
    if (known.isPresent()) {
      return known.get().sha256().equals(summary.sha256()) ? Taken.DUPLICATE : Taken.OTHER;
    }
    try {
      Files.createDirectories(folder);
      whole(file(summary.id(), RESULTS), results);
      summaries.write(file(summary.id(), SUMMARY), summary);
      List<Summary> all = all();
      for (Summary old : all.subList(Math.min(most, all.size()), all.size())) {
        for (String part : List.of(SUMMARY, CERTIFICATE, RESULTS)) {
          Files.deleteIfExists(file(old.id(), part));
        }
      }
      return Taken.NEW;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void certify(String id, Certificate certificate) {
    whole(file(id, CERTIFICATE), certificates.encode(certificate));
  }

  /** All verifications, the one that ended last first. */
  synchronized List<Summary> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Summary> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(SUMMARY)).toList()) {
        readable(file).ifPresent(all::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    all.sort(Comparator.comparing(Summary::ended).reversed().thenComparing(Summary::id));
    return all;
  }

  synchronized Optional<Summary> find(String id) {
    Path file = file(id, SUMMARY);
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? readable(file) : Optional.empty();
  }

  synchronized byte[] results(String id) {
    return bytes(file(id, RESULTS));
  }

  synchronized Optional<Certificate> certificate(String id) {
    Path file = file(id, CERTIFICATE);
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(certificates.read(file))
        : Optional.empty();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A summary somebody damaged is not listed; its results stay where they are. */
  private Optional<Summary> readable(Path file) {
    try {
      return Optional.of(summaries.read(file));
    } catch (VerifyException e) {
      return Optional.empty();
    }
  }

  private Path file(String id, String part) {
    return folder.resolve(id + part);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void whole(Path file, byte[] bytes) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
