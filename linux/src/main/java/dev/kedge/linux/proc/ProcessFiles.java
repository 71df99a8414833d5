package dev.kedge.linux.proc;

import dev.kedge.linux.Capabilities;
import dev.kedge.linux.KernelFile;
import dev.kedge.model.Limitation;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What procfs says about single processes. Processes vanish while they are read; that is no error
 * but an empty answer. One thread at a time.
 */
public final class ProcessFiles {
  private static final int MAX_DENIED = 1000;

  private final Path root;
  private final MapsParser maps = new MapsParser();
  private final Set<Integer> denied = new LinkedHashSet<>();
  private long vanished;

  /** Reads below a procfs mount. */
  public ProcessFiles(Path procRoot) {
    root = procRoot;
  }

  /** All process ids there are now, ascending. */
  public int[] pids() {
    int[] pids = new int[256];
    int count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        int pid = number(entry.getFileName().toString());
        if (pid >= 0) {
          if (count == pids.length) {
            pids = Arrays.copyOf(pids, 2 * count);
          }
          pids[count++] = pid;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      vanished++;
    }
    int[] found = Arrays.copyOf(pids, count);
    Arrays.sort(found);
    return found;
  }

  /** The number a directory entry is, or minus one. */
  static int number(String name) {
    if (name.isEmpty() || name.length() > 9) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < name.length(); i++) {
      int digit = name.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }

  /** Its {@code stat}, when it is still there. */
  public Optional<TaskStat> stat(int pid) {
    Optional<TaskStat> stat =
        KernelFile.text(root.resolve(Integer.toString(pid)).resolve("stat"))
            .flatMap(TaskStat::parse);
    if (stat.isEmpty()) {
      vanished++;
    }
    return stat;
  }

  /** Its executable mappings; empty when it is gone or may not be read. */
  public Optional<AddressSpace> memory(int pid) {
    Path file = root.resolve(Integer.toString(pid)).resolve("maps");
    try (Reader reader =
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
      List<Mapping> mappings = maps.parse(reader);
      return Optional.of(AddressSpace.of(mappings));
    } catch (AccessDeniedException e) {
      if (denied.size() < MAX_DENIED) {
        denied.add(pid);
      }
      return Optional.empty();
    } catch (IOException e) {
      vanished++;
      return Optional.empty();
    }
  }

  /** Processes that were gone before they could be read. */
  public long vanished() {
    return vanished;
  }

  /** What may not be read, if anything was refused so far. */
  public Optional<Limitation> limitation() {
    if (denied.isEmpty()) {
      return Optional.empty();
    }
    int first = denied.iterator().next();
    boolean privileged = Capabilities.read(root).has("CAP_SYS_PTRACE");
    return Optional.of(
        new Limitation(
            privileged
                ? "names of user frames of %d guarded processes".formatted(denied.size())
                : "names of user frames of other users' processes",
            "/proc/%d/maps%s: EACCES"
                .formatted(
                    first, denied.size() > 1 ? " and %d more".formatted(denied.size() - 1) : ""),
            privileged
                ? "an agent outside the sandbox that guards them; CAP_SYS_PTRACE is held already"
                : "CAP_SYS_PTRACE"));
  }
}
