package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.cgroup.CgroupMounts;
import dev.kedge.linux.cgroup.CgroupPaths;
import dev.kedge.linux.proc.NamespaceFiles;
import dev.kedge.profile.Namespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where processes are that were gone before they could be asked: cgroups and namespaces. */
class ProcessPlacesTest {
  private static final long HOST = 4026531836L;

  @TempDir Path proc;

  /** Who made whom. */
  private final Map<Integer, Integer> parents = Map.of(30, 20, 20, 10, 10, 1, 31, 20);

  @BeforeEach
  void processes() throws IOException {
    write(1, "/init", HOST);
    write(10, "/pod", 5000);
    write(31, "/other", 6000);
  }

  private void write(int pid, String cgroup, long namespace) throws IOException {
    Path links = Files.createDirectories(proc.resolve(pid + "/ns"));
    Files.createSymbolicLink(links.resolve("pid"), Path.of("pid:[" + namespace + "]"));
    Files.writeString(proc.resolve(pid + "/cgroup"), "0::" + cgroup + "\n");
    Files.writeString(proc.resolve(pid + "/status"), "NSpid:\t" + pid + "\t" + pid / 10 + "\n");
  }

  private int parent(int pid) {
    return parents.getOrDefault(pid, 0);
  }

  @Test
  void theyWereWhereTheirAncestorsAre() {
    try (CgroupPaths paths = new CgroupPaths(proc, CgroupMounts.read(proc, proc))) {
      ProcessCgroups cgroups = new ProcessCgroups(paths, this::parent);
      ProcessNamespaces namespaces =
          new ProcessNamespaces(new NamespaceFiles(proc), cgroups::of, this::parent);
      for (int pid : new int[] {1, 30, 31, 99}) {
        cgroups.sampled(pid);
        namespaces.sampled(pid);
      }
      assertThat(cgroups.of(30)).isEqualTo("/pod");
      assertThat(namespaces.of(30)).isEqualTo(new Namespaces("pid:5000"));
      assertThat(cgroups.of(31)).isEqualTo("/other");
      assertThat(namespaces.of(31)).isEqualTo(new Namespaces("pid:6000/3"));
      assertThat(namespaces.of(1)).isEqualTo(Namespaces.HOST);
      assertThat(cgroups.of(99)).as("nobody is known").isEqualTo("/");
      assertThat(namespaces.of(99)).isEqualTo(Namespaces.HOST);
    }
  }

  @Test
  void aChildInTheCgroupOfItsParentIsTakenToBeInItsNamespaces() throws IOException {
    try (CgroupPaths paths = new CgroupPaths(proc, CgroupMounts.read(proc, proc))) {
      ProcessCgroups cgroups = new ProcessCgroups(paths, this::parent);
      ProcessNamespaces namespaces =
          new ProcessNamespaces(new NamespaceFiles(proc), cgroups::of, this::parent);
      write(20, "/pod", 7000);
      for (int pid : new int[] {10, 20}) {
        cgroups.sampled(pid);
        namespaces.sampled(pid);
      }
      assertThat(namespaces.of(20)).isEqualTo(new Namespaces("pid:5000/2"));
    }
  }
}
