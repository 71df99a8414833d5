package dev.kedge.bandwidth.cgroup;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Event;
import dev.kedge.bandwidth.scenario.Event.Action.WriteFile;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.model.Printable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The cgroup file system of a simulation: directories are its task groups, files read and change
 * them as the kernel's do, with the kernel's units, rounding and refusals. Writes are those of the
 * superuser.
 *
 * <p>Paths start at the mount point: {@code /web/cpu.max} is the limit of the group {@code /web}.
 * Time passes through {@link #runUntil}; where it passes through the simulation itself, the
 * averages of {@code cpu.pressure} miss what happened in between.
 *
 * <p>The file system keeps {@code cpu.idle} itself: while it is mounted, change it and make groups
 * through it. Not thread-safe, as the simulation is not.
 */
public final class CgroupFs {
  /** A write of more bytes is refused ({@code kernfs_fop_write_iter} for cgroup files). */
  private static final int MAX_WRITE_BYTES = 4096;

  private static final int MAX_PATH_BYTES = 4095;

  private final Simulation simulation;
  private final CgroupVersion version;
  private final long tickNs;
  private final GroupDirectory root;
  private final StatFiles stat;
  private final Map<String, ControlFile> files = new HashMap<>();
  private final Map<String, ControlFile> rootFiles = new HashMap<>();

  private CgroupFs(Simulation simulation, Scenario scenario, CgroupVersion version) {
    this.simulation = simulation;
    this.version = version;
    this.tickNs = scenario.machine().tickNs();
    this.root = newDirectory("/", simulation.group("/"));
    this.stat = new StatFiles(simulation, version);
    LimitFiles limits = new LimitFiles(simulation, root, version);
    Stream.of(
            new TaskFiles(simulation, version).files(),
            new WeightFiles(simulation, version).files(),
            limits.files(),
            stat.files())
        .flatMap(List::stream)
        .forEach(file -> {
          files.put(file.name(), file);
          if (file.onRoot()) {
            rootFiles.put(file.name(), file);
          }
        });
    scenario.groups().forEach(this::adopt);
    if (version == CgroupVersion.V1) {
      limits.checkRatios(root, CpuLimit.NONE);
    }
  }

  private void adopt(Group group) {
    List<String> names = names(group.path());
    GroupDirectory child = newDirectory(group.path(), simulation.group(group.path()));
    child.idle = group.idle();
    directory(names.subList(0, names.size() - 1)).children.put(names.getLast(), child);
  }

  /**
   * Mounts the file system over a simulation at its start. Version 2 makes the simulation track
   * pressure.
   *
   * @param scenario the simulation's own
   * @throws BandwidthException when version 1 would not have allowed the scenario's limits
   */
  public static CgroupFs mount(Simulation simulation, Scenario scenario, CgroupVersion version) {
    if (version == CgroupVersion.V2) {
      simulation.trackPressure();
    }
    return made(simulation, scenario, version);
  }

  private static CgroupFs made(Simulation simulation, Scenario scenario, CgroupVersion version) {
    try {
      return new CgroupFs(simulation, scenario, version);
    } catch (CgroupFileException e) {
      throw new BandwidthException(
          "cgroup version %s cannot have these groups: %s"
              .formatted(version == CgroupVersion.V1 ? "1" : "2", e.reason()),
          e);
    }
  }

  /**
   * Has the simulation's {@code write} events go to a file system: version 1 where one of them
   * writes a file only that has, else version 2. Does nothing for a scenario without such events.
   *
   * @param scenario the simulation's own
   * @throws BandwidthException when version 1 would not have allowed the scenario's limits
   */
  public static void serveWrites(Simulation simulation, Scenario scenario) {
    List<String> names =
        scenario.events().stream()
            .map(Event::action)
            .filter(WriteFile.class::isInstance)
            .map(action -> ((WriteFile) action).path())
            .map(path -> path.substring(path.lastIndexOf('/') + 1))
            .toList();
    if (names.isEmpty()) {
      return;
    }
    boolean v1 =
        names.stream().anyMatch(name -> name.startsWith("cpu.cfs_") || name.equals("cpu.shares"));
    CgroupFs mounted = made(simulation, scenario, v1 ? CgroupVersion.V1 : CgroupVersion.V2);
    simulation.serveWrites((path, text) -> {
      try {
        mounted.write(path, text);
      } catch (CgroupFileException e) {
        throw new BandwidthException(
            "the event at %d ms writes '%s' and is refused: %s"
                .formatted(
                    simulation.now() / (1_000 * Machine.NS_PER_US),
                    Printable.of(text, 200),
                    e.getMessage()),
            e);
      }
    });
  }

  /** Lets time pass in the simulation, and takes the averages of the pressure as it does. */
  public void runUntil(long timeNs) {
    if (version == CgroupVersion.V1) {
      simulation.runUntil(timeNs);
      return;
    }
    while (true) {
      long next = Math.min(timeNs, nextSample());
      simulation.runUntil(next);
      directories().forEach(stat::sample);
      if (next == timeNs) {
        return;
      }
    }
  }

  private long nextSample() {
    return directories().stream().mapToLong(group -> group.some.nextUpdate()).min().orElseThrow();
  }

  private List<GroupDirectory> directories() {
    List<GroupDirectory> all = new ArrayList<>();
    ArrayDeque<GroupDirectory> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      GroupDirectory next = open.remove();
      all.add(next);
      open.addAll(next.children.values());
    }
    return all;
  }

  /**
   * Makes a group without a limit.
   *
   * @throws CgroupFileException EEXIST, ENOENT, ENOTDIR, EINVAL for a line feed in the name, or
   *     EAGAIN deeper than the model goes
   */
  public void mkdir(String path) {
    try {
      List<String> names = names(path);
      if (names.isEmpty()) {
        throw new CgroupFileException(Errno.EEXIST, "the root group is there");
      }
      String name = names.getLast();
      GroupDirectory parent = directory(names.subList(0, names.size() - 1));
      if (parent.children.containsKey(name) || files(parent).containsKey(name)) {
        throw new CgroupFileException(Errno.EEXIST, "there is a file or a group of that name");
      }
      if (name.indexOf('\n') >= 0) {
        throw new CgroupFileException(Errno.EINVAL, "a group's name has no line feed");
      }
      String full = parent.child(name);
      parent.children.put(name, newDirectory(full, create(full)));
    } catch (CgroupFileException e) {
      throw e.at(path);
    }
  }

  private int create(String path) {
    try {
      return simulation.createGroup(Group.of(path, CpuLimit.NONE));
    } catch (BandwidthException e) {
      // What the kernel says at cgroup.max.depth.
      throw new CgroupFileException(Errno.EAGAIN, "the model nests groups no deeper");
    }
  }

  /**
   * Removes a group.
   *
   * @throws CgroupFileException EBUSY with tasks or groups in it, ENOENT, ENOTDIR
   */
  public void rmdir(String path) {
    try {
      List<String> names = names(path);
      GroupDirectory group = directory(names);
      if (group.isRoot()) {
        throw new CgroupFileException(Errno.EBUSY, "the root group stays");
      }
      if (!group.children.isEmpty()) {
        throw new CgroupFileException(Errno.EBUSY, "there are groups below");
      }
      remove(group);
      directory(names.subList(0, names.size() - 1)).children.remove(names.getLast());
    } catch (CgroupFileException e) {
      throw e.at(path);
    }
  }

  private void remove(GroupDirectory group) {
    try {
      simulation.removeGroup(group.group);
    } catch (BandwidthException e) {
      throw new CgroupFileException(Errno.EBUSY, "there are tasks in it");
    }
  }

  /**
   * Names in a directory, in alphabetical order.
   *
   * @throws CgroupFileException ENOENT, ENOTDIR
   */
  public List<String> list(String path) {
    try {
      GroupDirectory group = directory(names(path));
      return Stream.concat(files(group).keySet().stream(), group.children.keySet().stream())
          .sorted()
          .toList();
    } catch (CgroupFileException e) {
      throw e.at(path);
    }
  }

  /**
   * Reads a file to its end.
   *
   * @throws CgroupFileException ENOENT, ENOTDIR, EISDIR
   */
  public String read(String path) {
    try {
      OpenFile open = open(path);
      return open.file().show().apply(open.group());
    } catch (CgroupFileException e) {
      throw e.at(path);
    }
  }

  /**
   * Writes a file in one system call. Nothing changes when it is refused; a write of nothing is
   * accepted and has no effect.
   *
   * @param text what is written; as in the kernel it ends at a NUL character
   * @throws CgroupFileException EINVAL, ERANGE, E2BIG, ENOENT, ENOTDIR, EISDIR, EBUSY
   */
  public void write(String path, String text) {
    try {
      OpenFile open = open(path);
      if (text.getBytes(StandardCharsets.UTF_8).length > MAX_WRITE_BYTES) {
        throw new CgroupFileException(
            Errno.E2BIG, "more than %d bytes at once".formatted(MAX_WRITE_BYTES));
      }
      if (!text.isEmpty()) {
        int end = text.indexOf('\0');
        open.file().store().accept(open.group(), end < 0 ? text : text.substring(0, end));
      }
    } catch (CgroupFileException e) {
      throw e.at(path);
    }
  }

  private record OpenFile(GroupDirectory group, ControlFile file) {}

  private OpenFile open(String path) {
    List<String> names = names(path);
    if (names.isEmpty()) {
      throw isDirectory();
    }
    GroupDirectory parent = directory(names.subList(0, names.size() - 1));
    ControlFile file = files(parent).get(names.getLast());
    if (file != null) {
      return new OpenFile(parent, file);
    }
    throw parent.children.containsKey(names.getLast()) ? isDirectory() : noEntry(names.getLast());
  }

  private GroupDirectory directory(List<String> names) {
    GroupDirectory at = root;
    for (String name : names) {
      GroupDirectory child = at.children.get(name);
      if (child == null) {
        throw files(at).containsKey(name)
            ? new CgroupFileException(Errno.ENOTDIR, "%s is a file".formatted(name))
            : noEntry(name);
      }
      at = child;
    }
    return at;
  }

  private Map<String, ControlFile> files(GroupDirectory group) {
    return group.isRoot() ? rootFiles : files;
  }

  private GroupDirectory newDirectory(String path, int group) {
    long now = simulation.now();
    return new GroupDirectory(path, group, new Pressure(now, tickNs), new Pressure(now, tickNs));
  }

  private static List<String> names(String path) {
    if (path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
      throw new CgroupFileException(
          Errno.ENAMETOOLONG, "a path has at most %d bytes".formatted(MAX_PATH_BYTES));
    }
    if (!path.startsWith("/")) {
      throw new CgroupFileException(Errno.ENOENT, "a path starts with / at the mount point");
    }
    return Arrays.stream(path.split("/", -1)).filter(name -> !name.isEmpty()).toList();
  }

  private static CgroupFileException isDirectory() {
    return new CgroupFileException(Errno.EISDIR, "this is a group, not a file");
  }

  private static CgroupFileException noEntry(String name) {
    return new CgroupFileException(
        Errno.ENOENT, "no '%s' there".formatted(Printable.of(name, 200)));
  }
}
