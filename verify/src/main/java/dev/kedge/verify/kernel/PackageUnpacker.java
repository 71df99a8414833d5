package dev.kedge.verify.kernel;

import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes what belongs to a kernel out of its packages into one folder of one layout, whatever the
 * distribution's: {@code vmlinuz}, {@code config}, {@code System.map} and {@code modules/}. Paths
 * are made of checked names only, so that no package writes outside of the folder.
 */
final class PackageUnpacker {
  private static final String NAME = "[A-Za-z0-9_+][A-Za-z0-9_.+~-]*";
  private static final Pattern BOOT =
      Pattern.compile("(?:usr/)?boot/(vmlinuz|config|System\\.map)-(" + NAME + ")");
  private static final Pattern TREE =
      Pattern.compile("(?:usr/)?lib/modules/(" + NAME + ")/((?:" + NAME + "/){0,16}" + NAME + ")");
  private static final Pattern MODULE = Pattern.compile(".*\\.ko(?:\\.(?:gz|xz|zst))?");
  private static final Pattern OF_THE_TREE =
      Pattern.compile("vmlinuz|config|System\\.map|modules\\.builtin|modules\\.order");

  /** The most bytes one file of a kernel may have: a module with all its debug information. */
  private static final long MAX_FILE = 1L << 30;

  private final Path folder;
  private String release = "";
  private long files;

  private PackageUnpacker(Path folder) {
    this.folder = folder;
  }

  /**
   * Unpacks the packages of one kernel.
   *
   * @param packages all parts of it, in any order
   * @param folder an empty folder
   * @return the version of the package with the image, empty when it tells none
   * @throws VerifyException when a package is damaged or they hold several kernels or none
   */
  static String unpack(List<Path> packages, Path folder) {
    PackageUnpacker unpacker = new PackageUnpacker(folder);
    String version = "";
    for (Path part : packages) {
      boolean before = Files.exists(folder.resolve("vmlinuz"));
      PackageFacts facts = PackageReader.read(part, (path, in) -> unpacker.take(part, path, in));
      if (!before && Files.exists(folder.resolve("vmlinuz"))) {
        version = facts.version();
      }
    }
    if (unpacker.files == 0) {
      throw new VerifyException(
          packages.getFirst() + ": holds no kernel: nothing in boot/ or lib/modules/");
    }
    return version;
  }

  private void take(Path part, String path, InputStream content) throws IOException {
    Optional<String> target = target(part, path);
    if (target.isEmpty()) {
      return;
    }
    Path file = folder.resolve(target.get());
    Files.createDirectories(file.getParent());
    files++;
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] chunk = new byte[1 << 16];
      long left = MAX_FILE;
      for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
        left -= read;
        if (left < 0) {
          throw new IOException(path + " has more than " + MAX_FILE + " bytes");
        }
        out.write(chunk, 0, read);
      }
    }
  }

  /** Where a file of a package goes; empty when it does not belong to the kernel. */
  private Optional<String> target(Path part, String path) {
    Matcher boot = BOOT.matcher(path);
    if (boot.matches()) {
      same(part, boot.group(2));
      return Optional.of(boot.group(1));
    }
    Matcher tree = TREE.matcher(path);
    if (!tree.matches()) {
      return Optional.empty();
    }
    String rest = tree.group(2);
    boolean listed = OF_THE_TREE.matcher(rest).matches();
    if (!listed && !MODULE.matcher(rest).matches()) {
      return Optional.empty();
    }
    same(part, tree.group(1));
    boolean image = listed && !rest.startsWith("modules.");
    return Optional.of(image ? rest : "modules/" + rest);
  }

  private void same(Path part, String found) {
    if (release.isEmpty()) {
      release = found;
    } else if (!release.equals(found)) {
      throw new VerifyException(
          "%s: of kernel %s, but the others are of %s; give the parts of one kernel"
              .formatted(part, found, release));
    }
  }
}
