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
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What procfs says about single processes. Processes vanish while they are read; that is no error
 * but an empty answer. One thread at a time.
 */
public final class ProcessFiles {
  /** What ptrace_may_access (kernel/ptrace.c) asks for to see another user's process. */
  private static final String TRACE = "CAP_SYS_PTRACE";

  private static final int MAX_REFUSED = 4_096;
  private static final int MAX_EXAMPLES = 3;

  private final Path root;
  private final MapsParser maps = new MapsParser();

  /** Living processes whose memory map was refused. */
  private final Set<Integer> refused = new TreeSet<>();

  private boolean listRefused;
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
      listRefused = true;
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

  /** The ids of its threads now; none when it is gone. */
  public List<Integer> threads(int pid) {
    String[] names = root.resolve(Integer.toString(pid)).resolve("task").toFile().list();
    return names == null
        ? List.of()
        : Arrays.stream(names).map(ProcessFiles::number).filter(tid -> tid >= 0).toList();
  }

  /** The process a thread belongs to; empty when it is gone. */
  public OptionalInt processOf(int tid) {
    return KernelFile.text(root.resolve(Integer.toString(tid)).resolve("status"))
        .flatMap(status -> status.lines().filter(line -> line.startsWith("Tgid:")).findFirst())
        .map(line -> OptionalInt.of(number(line.substring(5).strip())))
        .filter(pid -> pid.getAsInt() >= 0)
        .orElse(OptionalInt.empty());
  }

  /** Its executable mappings; empty when it is gone or may not be read. */
  public Optional<AddressSpace> memory(int pid) {
    Path file = root.resolve(Integer.toString(pid)).resolve("maps");
    try (Reader reader =
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
      List<Mapping> mappings = maps.parse(reader);
      refused.remove(pid);
      return Optional.of(AddressSpace.of(mappings));
    } catch (AccessDeniedException e) {
      refused(pid);
      return Optional.empty();
    } catch (IOException e) {
      vanished++;
      return Optional.empty();
    }
  }

  /** One that has just ended, or has no memory of its own, is refused in the same words. */
  void refused(int pid) {
    boolean lives =
        stat(pid)
            .filter(task -> !task.kernelThread() && "ZXx".indexOf(task.state()) < 0)
            .isPresent();
    if (lives && refused.size() < MAX_REFUSED) {
      refused.add(pid);
    }
  }

  /** Processes that were gone before they could be read. */
  public long vanished() {
    return vanished;
  }

  /** What may not be read of the processes that live now, if anything was refused. */
  public Optional<Limitation> limitation() {
    if (listRefused) {
      return Optional.of(
          new Limitation(
              "names of user frames", root + ": cannot be listed", "a procfs mounted there"));
    }
    refused.removeIf(pid -> !Files.exists(root.resolve(Integer.toString(pid))));
    return refused.isEmpty() ? Optional.empty() : Optional.of(limitationOfRefused());
  }

  private Limitation limitationOfRefused() {
    String examples =
        refused.stream().limit(MAX_EXAMPLES).map(String::valueOf).collect(Collectors.joining(", "));
    String cause =
        "/proc/PID/maps: EACCES, pid %s%s"
            .formatted(examples, refused.size() > MAX_EXAMPLES ? ", ..." : "");
    String count = refused.size() == 1 ? "1 process" : refused.size() + " processes";
    if (!Capabilities.read(root).has(TRACE)) {
      return new Limitation(
          "names of user frames of other users' processes (" + count + ")", cause, TRACE);
    }
    return new Limitation(
        "names of user frames of " + count,
        cause + ", although " + TRACE + " is held",
        "nothing: protected from the agent by a security module, a sandbox or another user"
            + " namespace");
  }
}
