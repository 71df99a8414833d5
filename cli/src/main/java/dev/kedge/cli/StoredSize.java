package dev.kedge.cli;

import dev.kedge.profile.ProfileWindow;
import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a profile store keeps for some windows, found by running them through a real one. */
final class StoredSize {
  private StoredSize() {}

  /** Bytes of the Parquet files that hold the windows, dictionaries included. */
  static long bytes(List<ProfileWindow> windows) throws IOException {
    Path directory = Files.createTempDirectory("kedge-record");
    try {
      try (Store store = Store.open(StoreConfig.in(directory), InstantSource.system())) {
        windows.forEach(store.profiles()::append);
      }
      return parquetBytes(directory);
    } finally {
      delete(directory);
    }
  }

  private static long parquetBytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      long bytes = 0;
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
