package dev.kedge.verify.kernel;

import dev.kedge.verify.VerifyException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads the files of a distribution package: Debian ({@code ar} of tars), RPM (a cpio behind two
 * headers) and pacman or any other packed tar. Only regular files are shown: links and devices of a
 * package never reach the disk. Everything is bounded.
 */
final class PackageReader {
  /** Takes the regular files of a package, in their order; what it leaves unread is skipped. */
  @FunctionalInterface
  interface Members {
    void file(String path, InputStream content) throws IOException;
  }

  /** The most members one package may have; a full distribution kernel has about 7,000. */
  static final int MAX_MEMBERS = 200_000;

  /** The most bytes a package may unpack to, those that are skipped included. */
  static final long MAX_BYTES = 4L << 30;

  private static final int MAX_FACTS = 1 << 20;

  private int members;

  private PackageReader() {}

  /**
   * Shows all regular files of a package.
   *
   * @throws VerifyException when the file is no package or is damaged
   */
  static PackageFacts read(Path file, Members files) {
    PackageReader reader = new PackageReader();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return reader.read(in, files);
    } catch (IOException | IllegalArgumentException e) {
      throw new VerifyException(file + ": cannot be read as a package: " + reader.reason(e), e);
    }
  }

  private PackageFacts read(InputStream in, Members files) throws IOException {
    in.mark(8);
    byte[] magic = in.readNBytes(8);
    in.reset();
    if (new String(magic, StandardCharsets.ISO_8859_1).equals("!<arch>\n")) {
      return deb(in, files);
    }
    if (RpmHeaders.isRpm(magic)) {
      PackageFacts facts = RpmHeaders.skip(in);
      cpio(new Bounded(Decompression.open(in), MAX_BYTES), files);
      return facts;
    }
    InputStream content = Decompression.open(in);
    PackageFacts[] facts = {PackageFacts.NONE};
    tar(
        new Bounded(content, MAX_BYTES),
        (path, member) -> {
          if (path.equals(".PKGINFO")) {
            facts[0] = pacmanFacts(member);
          } else {
            files.file(path, member);
          }
        });
    return facts[0];
  }

  private PackageFacts deb(InputStream in, Members files) throws IOException {
    ArArchiveInputStream ar = new ArArchiveInputStream(in);
    PackageFacts[] facts = {PackageFacts.NONE};
    boolean data = false;
    for (ArArchiveEntry entry = ar.getNextEntry(); entry != null; entry = ar.getNextEntry()) {
      count();
      String name = entry.getName();
      if (name.startsWith("control.tar")) {
        tar(
            new Bounded(Decompression.open(ar), MAX_BYTES),
            (path, member) -> {
              if (path.equals("control")) {
                facts[0] = debFacts(member);
              }
            });
      } else if (name.startsWith("data.tar")) {
        data = true;
        tar(new Bounded(Decompression.open(ar), MAX_BYTES), files);
      }
    }
    if (!data) {
      throw new IOException("no data.tar in it, so it is no Debian package");
    }
    return facts[0];
  }

  private void tar(InputStream in, Members files) throws IOException {
    // Not closed: the stream below belongs to the caller, who may have more behind it.
    members(new TarArchiveInputStream(in), files);
  }

  private void cpio(InputStream in, Members files) throws IOException {
    members(new CpioArchiveInputStream(in), files);
  }

  private <E extends ArchiveEntry> void members(ArchiveInputStream<E> archive, Members files)
      throws IOException {
    boolean any = false;
    for (E entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
      any = true;
      count();
      if (isRegular(entry)) {
        files.file(plain(entry.getName()), archive);
      }
    }
    if (!any) {
      throw new IOException("no file in it");
    }
  }

  private static boolean isRegular(ArchiveEntry entry) {
    return switch (entry) {
      case TarArchiveEntry tar -> tar.isFile() && !tar.isLink() && !tar.isSymbolicLink();
      case CpioArchiveEntry cpio -> cpio.isRegularFile();
      default -> false;
    };
  }

  private void count() throws IOException {
    if (++members > MAX_MEMBERS) {
      throw new IOException("more than " + MAX_MEMBERS + " members");
    }
  }

  /** The path without what stands before its first name. */
  private static String plain(String path) {
    String plain = path;
    while (plain.startsWith("./") || plain.startsWith("/")) {
      plain = plain.substring(plain.indexOf('/') + 1);
    }
    return plain;
  }

  private static PackageFacts debFacts(InputStream control) throws IOException {
    Map<String, String> fields = fields(control, ':');
    return new PackageFacts(
        fields.getOrDefault("Package", ""),
        fields.getOrDefault("Version", ""),
        fields.getOrDefault("Architecture", ""));
  }

  private static PackageFacts pacmanFacts(InputStream info) throws IOException {
    Map<String, String> fields = fields(info, '=');
    return new PackageFacts(
        fields.getOrDefault("pkgname", ""),
        fields.getOrDefault("pkgver", ""),
        fields.getOrDefault("arch", ""));
  }

  private static Map<String, String> fields(InputStream in, char separator) throws IOException {
    Map<String, String> fields = new HashMap<>();
    new String(in.readNBytes(MAX_FACTS), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.indexOf(separator) > 0 && !line.startsWith(" "))
        .forEach(line -> {
          int at = line.indexOf(separator);
          fields.putIfAbsent(line.substring(0, at).strip(), line.substring(at + 1).strip());
        });
    return fields;
  }

  private String reason(Exception e) {
    String message = e.getMessage();
    return (message == null ? e.toString() : message) + " (at member " + members + ")";
  }
}
