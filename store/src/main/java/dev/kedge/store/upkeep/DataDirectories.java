package dev.kedge.store.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Deletes data files; day, hour and bucket directories end with their last file. */
final class DataDirectories {
  private DataDirectories() {}

  static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    Path parent = file.getParent();
    while (parent != null && parent.getFileName().toString().contains("=")) {
      try (var listing = Files.list(parent)) {
        if (listing.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(parent);
      parent = parent.getParent();
    }
  }
}
