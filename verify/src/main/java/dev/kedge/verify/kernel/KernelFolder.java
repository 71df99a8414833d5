package dev.kedge.verify.kernel;

import dev.kedge.model.KernelRelease;
import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.KernelIdentity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds a kernel in a folder: an unpacked package, a root file system, a {@code lib/modules/V}, or
 * a tree the kernel was built in.
 */
final class KernelFolder {
  /** Where an image may lie, the likelier first; the last part of a path may be a glob. */
  private static final List<String> IMAGES =
      List.of(
          "vmlinuz",
          "bzImage",
          "arch/x86/boot/bzImage",
          "vmlinuz-*",
          "boot/vmlinuz-*",
          "lib/modules/*/vmlinuz",
          "usr/lib/modules/*/vmlinuz");

  /** A symbol table with fewer bytes than this only says that it is elsewhere. */
  private static final long MIN_SYSTEM_MAP = 4096;

  private final Path folder;

  KernelFolder(Path folder) {
    this.folder = folder;
  }

  /** Says whether an image lies where one is looked for. */
  boolean hasImage() {
    return IMAGES.stream().anyMatch(pattern -> !matches(pattern).isEmpty());
  }

  /**
   * The kernel of the folder.
   *
   * @throws VerifyException when there is none or more than one, or it is damaged
   */
  Kernel open(String label, String packageVersion) {
    Path image = image();
    return open(label, packageVersion, image, Optional.empty());
  }

  /** The kernel of this image, with what the folder has for it. */
  Kernel open(String label, String packageVersion, Path image, Optional<Path> modules) {
    byte[] bytes = BootImage.bytes(image);
    BootImage found = BootImage.read(image, bytes);
    Optional<Path> moduleFolder = modules.or(() -> modules(found.release()));
    KernelIdentity identity =
        new KernelIdentity(
            label,
            new KernelRelease(found.release()),
            found.buildId(),
            found.architecture(),
            packageVersion,
            Sha256.of(bytes),
            bytes.length,
            config(image, found.release(), moduleFolder));
    return new Kernel(
        identity,
        image,
        moduleFolder.map(ModuleFiles::below).orElse(ModuleFiles.NONE),
        first(
                List.of(
                    "System.map",
                    "boot/System.map-" + found.release(),
                    "System.map-" + found.release()))
            .filter(map -> size(map) >= MIN_SYSTEM_MAP));
  }

  private Path image() {
    for (String pattern : IMAGES) {
      List<Path> images = matches(pattern);
      if (images.size() > 1) {
        throw new VerifyException(
            "%s: holds %d kernels (%s); name the image, and its modules after a comma"
                .formatted(folder, images.size(), names(images)));
      }
      if (!images.isEmpty()) {
        return images.getFirst();
      }
    }
    throw new VerifyException(
        "%s: no kernel in it; looked for %s".formatted(folder, String.join(", ", IMAGES)));
  }

  private static String names(List<Path> images) {
    List<String> names = images.stream().map(p -> p.getFileName().toString()).sorted().toList();
    return names.size() <= 4
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 4)) + ", ...";
  }

  private List<Path> matches(String pattern) {
    List<Path> found = new ArrayList<>(List.of(folder));
    for (String part : pattern.split("/", -1)) {
      List<Path> deeper = new ArrayList<>();
      for (Path directory : found) {
        deeper.addAll(children(directory, part));
      }
      found = deeper;
    }
    return found.stream().filter(Files::isRegularFile).toList();
  }

  private static List<Path> children(Path directory, String name) {
    if (!name.contains("*")) {
      Path child = directory.resolve(name);
      return Files.exists(child) ? List.of(child) : List.of();
    }
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, name)) {
      List<Path> children = new ArrayList<>();
      stream.forEach(children::add);
      return children;
    } catch (IOException e) {
      throw new VerifyException(directory + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private Optional<Path> modules(String release) {
    Stream<String> places =
        Stream.of("modules", "lib/modules/" + release, "usr/lib/modules/" + release);
    Optional<Path> listed = places.map(folder::resolve).filter(Files::isDirectory).findFirst();
    if (listed.isPresent()) {
      return listed;
    }
    boolean tree =
        Files.exists(folder.resolve("modules.order")) || Files.exists(folder.resolve("kernel"));
    return tree ? Optional.of(folder) : Optional.empty();
  }

  private SortedMap<String, String> config(Path image, String release, Optional<Path> modules) {
    List<Path> places = new ArrayList<>();
    for (String name :
        List.of("config", ".config", "boot/config-" + release, "config-" + release)) {
      places.add(folder.resolve(name));
    }
    places.add(image.resolveSibling("config-" + release));
    modules.ifPresent(tree -> places.add(tree.resolve("config")));
    for (Path place : places) {
      if (Files.isRegularFile(place)) {
        try {
          return KernelConfig.read(place);
        } catch (IOException e) {
          throw new VerifyException(place + ": cannot be read: " + e.getMessage(), e);
        }
      }
    }
    return new TreeMap<>();
  }

  private Optional<Path> first(List<String> names) {
    return names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
