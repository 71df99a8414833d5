package dev.kedge.server.auth;

import dev.kedge.model.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Reads files that hold secrets, and only those that not every user of the host can read. */
public final class SecretFile {
  private static final int MAX_BYTES = 1 << 20;

  private SecretFile() {}

  /**
   * The text of a file.
   *
   * @param kind what messages call it
   * @throws TokenFileException when it cannot be read, is too large, or is open to other users
   */
  public static String read(String kind, Path file) {
    String name = kind + " " + Printable.of(file.toString(), 4096);
    checkPermissions(name, file);
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new TokenFileException("%s cannot be read: %s".formatted(name, e), e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new TokenFileException("%s is larger than %d bytes".formatted(name, MAX_BYTES));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void checkPermissions(String name, Path file) {
    Set<PosixFilePermission> permissions;
    try {
      permissions = Files.getPosixFilePermissions(file);
    } catch (NoSuchFileException e) {
      throw new TokenFileException("%s does not exist".formatted(name), e);
    } catch (IOException e) {
      throw new TokenFileException("%s cannot be read: %s".formatted(name, e), e);
    }
    if (permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new TokenFileException(
          "%s is open to every user of this host; close it with: chmod 600 %s"
              .formatted(name, Printable.of(file.toString(), 4096)));
    }
  }
}
