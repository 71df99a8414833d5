package dev.kedge.bandwidth.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same writes, asked of the model and of the running kernel. */
class ConformanceTest {
  private static final List<String> GROUPS =
      List.of("/kedge-conformance/a/b", "/kedge-conformance/a", "/kedge-conformance");

  @ParameterizedTest
  @EnumSource
  void modelAnswersAsTheTable(CgroupVersion version) throws IOException {
    ask(new ModelHierarchy(Mounted.groups(version).fs()), version);
  }

  @ParameterizedTest
  @EnumSource
  void kernelAnswersAsTheTable(CgroupVersion version) throws IOException {
    Optional<KernelHierarchy> kernel = KernelHierarchy.writable(version);
    assumeTrue(
        kernel.isPresent(),
        "no writable cgroup " + version + " hierarchy with the cpu controller on this host");
    assumeTrue(kernel.get().mkdir(GROUPS.getLast()).equals("ok"), "this user may not make a group");
    kernel.get().rmdir(GROUPS.getLast());
    try {
      ask(kernel.get(), version);
    } finally {
      GROUPS.forEach(kernel.get()::rmdir);
    }
  }

  private static void ask(WriteTable.Hierarchy hierarchy, CgroupVersion version)
      throws IOException {
    List<WriteTable.Row> rows =
        WriteTable.rows(version == CgroupVersion.V1 ? "v1.writes" : "v2.writes");
    assertThat(rows).hasSizeGreaterThan(50);
    for (WriteTable.Row row : rows) {
      assertThat(WriteTable.ask(hierarchy, row)).as(row.where()).isEqualTo(row.answer());
    }
  }
}
