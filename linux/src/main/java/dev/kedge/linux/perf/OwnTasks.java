package dev.kedge.linux.perf;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The threads of all processes that belong to the user of this process. */
final class OwnTasks {
  private final Path procRoot;

  OwnTasks(Path procRoot) {
    this.procRoot = procRoot;
  }

  /** Their thread ids, at most {@code limit}; those that vanish meanwhile are left out. */
  Set<Integer> list(int limit) {
    Set<Integer> tasks = new HashSet<>();
    Object self = owner(procRoot.resolve("self"));
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(procRoot, OwnTasks::isNumber)) {
      for (Path process : processes) {
        if (self.equals(owner(process))) {
          addThreads(process, tasks, limit);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return tasks;
    }
    return tasks;
  }

  private static void addThreads(Path process, Set<Integer> tasks, int limit) {
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(process.resolve("task"), OwnTasks::isNumber)) {
      for (Path thread : threads) {
        if (tasks.size() >= limit) {
          return;
        }
        tasks.add(Integer.parseInt(thread.getFileName().toString()));
      }
    } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
      // The process ended while it was listed: nothing of it is left to sample.
      return;
    }
  }

  private static Object owner(Path directory) {
    try {
      return Files.getAttribute(directory, "unix:uid");
    } catch (IOException e) {
      return "unknown owner of " + directory;
    }
  }

  private static boolean isNumber(Path path) {
    String name = path.getFileName().toString();
    return name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
