package dev.kedge.verify.kernel;

import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Kernels from files the user names: packages, a folder, an image. The parts of a kernel that was
 * split into several packages, or an image and its modules, are separated by commas.
 */
public final class KernelFiles {
  private final KernelCache cache;

  /** Unpacks packages into this cache. */
  public KernelFiles(KernelCache cache) {
    this.cache = cache;
  }

  /**
   * Opens the kernel of a text as users write it: {@code linux-image.deb}, {@code a.deb,b.deb},
   * {@code /boot/vmlinuz-6.12,/lib/modules/6.12}, {@code ~/src/linux}.
   *
   * @param label what to call it
   * @throws VerifyException when a file is missing or is not what it should be
   */
  public Kernel open(String label, String text) {
    List<Path> parts = Stream.of(text.split(",", -1)).map(KernelFiles::existing).toList();
    Path first = parts.getFirst();
    if (parts.stream().allMatch(KernelFiles::isPackage)) {
      return cache.kernelOf(label, parts);
    }
    if (parts.size() == 1 && Files.isDirectory(first)) {
      return folder(label, first);
    }
    if (parts.size() <= 2 && Files.isRegularFile(first)) {
      return image(label, first, parts.size() == 2 ? Optional.of(parts.get(1)) : Optional.empty());
    }
    throw new VerifyException(
        text + ": expected packages, one folder, or an image and the folder of its modules");
  }

  private static Path existing(String text) {
    try {
      Path path = Path.of(text.strip());
      if (text.isBlank() || !Files.exists(path)) {
        throw new VerifyException(
            "%s: no such file; a kernel is debian:VERSION, a package, a folder or an image"
                .formatted(text.isBlank() ? "(empty)" : text));
      }
      return path;
    } catch (InvalidPathException e) {
      throw new VerifyException(text + ": not a file name", e);
    }
  }

  private static boolean isPackage(Path file) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    String lower = name.toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file)
        && (lower.endsWith(".deb") || lower.endsWith(".rpm") || lower.contains(".pkg.tar"));
  }

  private Kernel folder(String label, Path folder) {
    KernelFolder kernel = new KernelFolder(folder);
    if (!kernel.hasImage()) {
      try (Stream<Path> files = Files.list(folder)) {
        List<Path> packages = files.filter(KernelFiles::isPackage).sorted().toList();
        if (!packages.isEmpty()) {
          return cache.kernelOf(label, packages);
        }
      } catch (IOException e) {
        throw new VerifyException(folder + ": cannot be read: " + e.getMessage(), e);
      }
    }
    return kernel.open(label, "");
  }

  private static Kernel image(String label, Path image, Optional<Path> modules) {
    Path parent = image.toAbsolutePath().getParent();
    Path nowhere = parent == null ? Path.of("/") : parent;
    return new KernelFolder(nowhere).open(label, "", image, modules);
  }
}
