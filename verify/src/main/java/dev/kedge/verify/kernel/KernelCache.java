package dev.kedge.verify.kernel;

import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder where downloaded packages and unpacked kernels are kept: {@code packages/}, {@code
 * unpacked/} by the hash of what was unpacked, and {@code apt/} for the package tool's own state.
 * What is in it can be deleted at any time.
 */
public final class KernelCache {
  private static final String VERSION_FILE = "package-version";

  private final Path folder;

  /** A cache in this folder, made when first written to. */
  public KernelCache(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** The place the XDG base directory specification gives: {@code kedge/kernels} in the cache. */
  public static Path usualFolder() {
    String home = System.getenv("XDG_CACHE_HOME");
    Path cache =
        home != null && home.startsWith("/")
            ? Path.of(home)
            : Path.of(System.getProperty("user.home"), ".cache");
    return cache.resolve("kedge/kernels");
  }

  /** The cache's folder. */
  public Path folder() {
    return folder;
  }

  /**
   * The kernel of these packages, unpacked when it is not yet there.
   *
   * @throws VerifyException when the packages hold no kernel, or the disk is full
   */
  Kernel kernelOf(String label, List<Path> packages) {
    String hash =
        Sha256.of(
            packages.stream()
                .map(Sha256::of)
                .sorted()
                .collect(Collectors.joining("\n"))
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    Path unpacked = folder.resolve("unpacked").resolve(hash);
    try {
      if (!Files.isDirectory(unpacked)) {
        unpack(packages, unpacked);
      }
      String version = Files.readString(unpacked.resolve(VERSION_FILE)).strip();
      return new KernelFolder(unpacked).open(label, version);
    } catch (IOException e) {
      throw new VerifyException(
          "%s: cannot be written: %s; see --cache".formatted(folder, e.getMessage()), e);
    }
  }

  private static void unpack(List<Path> packages, Path unpacked) throws IOException {
    Files.createDirectories(unpacked.getParent());
    Path draft = Files.createTempDirectory(unpacked.getParent(), "draft-");
    try {
      String version = PackageUnpacker.unpack(packages, draft);
      Files.writeString(draft.resolve(VERSION_FILE), version + "\n");
      Files.move(draft, unpacked);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Another run unpacked the same packages meanwhile: its folder is as good.
    } finally {
      delete(draft);
    }
  }

  /** Deletes a folder with all that is in it; what is gone already is fine. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(path -> {
            try {
              Files.deleteIfExists(path);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
