package dev.kedge.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.CgroupMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupMembersTest {
  @TempDir private Path root;

  private CgroupMembers version1() {
    return new CgroupMembers(new CgroupMounts(CgroupMode.V1, Optional.of(root), true));
  }

  private CgroupMembers version2() {
    return new CgroupMembers(new CgroupMounts(CgroupMode.V2, Optional.of(root), false));
  }

  private void list(String group, String file, String text) throws IOException {
    Path directory = Files.createDirectories(root.resolve(group));
    Files.write(directory.resolve(file), text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void threadsOfAGroupAndAllBelowIt() throws IOException {
    list("db", "tasks", "7\n9\n");
    list("db/below/deep", "tasks", "8\n");
    list("other", "tasks", "5\n");
    assertThat(version1().threads("/db").orElseThrow().tids())
        .as("the group between has lost its list")
        .containsExactly(7, 8, 9);
  }

  @Test
  void listsOfThreadsNotOfProcesses() throws IOException {
    list("db", "cgroup.procs", "7\n");
    list("db", "cgroup.threads", "7\n12\n");
    list("db", "tasks", "99\n");
    assertThat(version2().threads("/db").orElseThrow().tids()).containsExactly(7, 12);
  }

  @Test
  void theRootIsAGroup() throws IOException {
    list("", "cgroup.threads", "1\n");
    list("db", "cgroup.threads", "7\n");
    assertThat(version2().threads("/").orElseThrow().tids()).containsExactly(1, 7);
  }

  @Test
  void anEmptyGroupIsNotAMissingOne() throws IOException {
    list("db", "tasks", "");
    assertThat(version1().threads("/db").orElseThrow().tids()).isEmpty();
    assertThat(version1().threads("/gone")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/..", "/../../etc", "//etc", "/db/../../x"})
  void looksNowhereOutsideOfTheHierarchy(String path) throws IOException {
    list("db", "tasks", "7\n");
    Path inside = root.resolve("db");
    CgroupMembers members =
        new CgroupMembers(new CgroupMounts(CgroupMode.V1, Optional.of(inside), true));
    list("", "tasks", "5\n");
    list("x", "tasks", "5\n");
    assertThat(members.threads(path)).isEmpty();
  }

  @Test
  void withoutAHierarchyThereIsNoGroup() {
    CgroupMounts none = new CgroupMounts(CgroupMode.NONE, Optional.empty(), false);
    assertThat(new CgroupMembers(none).threads("/db")).isEmpty();
  }

  @Test
  void passesOverWhatIsNoThread() throws IOException {
    list("db", "tasks", "0\n-3\n4294967303\n99999999999999999999\n7 8\n\0\n\u00ff\nx\n\n11");
    assertThat(version1().threads("/db").orElseThrow().tids()).containsExactly(11);
  }

  @Test
  void anyBytesAreRead() throws IOException {
    Random random = new Random(134);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      list("db", "tasks", new String(bytes, StandardCharsets.ISO_8859_1));
      assertThat(version1().threads("/db").orElseThrow().tids()).allMatch(tid -> tid > 0);
    }
  }

  @Test
  void followsNoLinks() throws IOException {
    list("db", "tasks", "7\n");
    list("other", "tasks", "5\n");
    Files.createSymbolicLink(root.resolve("db/loop"), root.resolve("db"));
    Files.createSymbolicLink(root.resolve("db/other"), root.resolve("other"));
    CgroupMembers.Threads threads = version1().threads("/db").orElseThrow();
    assertThat(threads.tids()).containsExactly(7);
    assertThat(threads.left()).isFalse();
  }

  @Test
  void readsABoundedNumberOfGroupsAndSaysSo() throws IOException {
    list("db", "tasks", "7\n");
    for (int i = 1; i < CgroupMembers.MAX_GROUPS; i++) {
      Files.createDirectory(root.resolve("db/" + i));
    }
    assertThat(version1().threads("/db").orElseThrow().left()).isFalse();
    Files.createDirectory(root.resolve("db/more"));
    assertThat(version1().threads("/db").orElseThrow().left()).isTrue();
  }
}
