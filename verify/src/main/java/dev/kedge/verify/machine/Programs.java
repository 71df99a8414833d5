package dev.kedge.verify.machine;

import dev.kedge.verify.VerifyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the programs of the host that machines need. */
public final class Programs {
  private static final List<String> VIRTIOFSD =
      List.of("/usr/libexec/virtiofsd", "/usr/lib/qemu/virtiofsd");

  /** Outside the PATH of an ordinary user. */
  private static final List<String> MKE2FS = List.of("/usr/sbin/mke2fs", "/sbin/mke2fs");

  private final List<Path> folders;

  /** Looks in the folders of {@code PATH}. */
  public Programs() {
    this(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
  }

  Programs(String path) {
    folders = Stream.of(path.split(":", -1)).filter(s -> !s.isEmpty()).map(Path::of).toList();
  }

  /** A program by its name. */
  public Optional<Path> find(String name) {
    return folders.stream().map(f -> f.resolve(name)).filter(Files::isExecutable).findFirst();
  }

  /**
   * QEMU for x86-64.
   *
   * @throws VerifyException when it is not installed
   */
  public Path qemu() {
    return find("qemu-system-x86_64")
        .orElseThrow(() ->
            new VerifyException(
                "qemu-system-x86_64 is not installed; Debian's package is"
                    + " qemu-system-x86, Fedora's qemu-system-x86-core, Arch's qemu-system-x86"));
  }

  /**
   * A busybox the guest can run; whether it is static is seen when it is read.
   *
   * @throws VerifyException when it is not installed
   */
  public Path busybox() {
    return find("busybox")
        .orElseThrow(() ->
            new VerifyException("busybox is not installed; Debian's package is busybox-static"));
  }

  /**
   * The daemon of virtiofs.
   *
   * @throws VerifyException when it is not installed
   */
  Path virtiofsd() {
    return find("virtiofsd")
        .or(() -> VIRTIOFSD.stream().map(Path::of).filter(Files::isExecutable).findFirst())
        .orElseThrow(() ->
            new VerifyException(
                "virtiofsd is not installed; Debian's package is virtiofsd (from trixie on),"
                    + " before qemu-system-common; or share the host by 9p"));
  }

  /**
   * Makes ext4 file systems.
   *
   * @throws VerifyException when it is not installed
   */
  Path mke2fs() {
    return find("mke2fs")
        .or(() -> MKE2FS.stream().map(Path::of).filter(Files::isExecutable).findFirst())
        .orElseThrow(() ->
            new VerifyException(
                "mke2fs is not installed, and the plan's machine has a disk; the package is"
                    + " e2fsprogs"));
  }
}
