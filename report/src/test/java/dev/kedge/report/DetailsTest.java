package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.report.detail.ReportDetails;
import dev.kedge.report.detail.RoleStack;
import dev.kedge.report.detail.StackRole;
import dev.kedge.report.detail.Taint;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DetailsTest {
  private static final ReportParser PARSER = new ReportParser();

  @Test
  void stacksByWhoseTheyAre() {
    assertThat(details("kasan-use-after-free").stacks())
        .extracting(RoleStack::role)
        .containsExactly(StackRole.FAILED, StackRole.ALLOCATED, StackRole.FREED);
    assertThat(details("task-hung-blocker").stacks())
        .extracting(RoleStack::role)
        .containsExactly(StackRole.FAILED, StackRole.BLOCKER);
    assertThat(details("rcu-stall-x86").stacks())
        .extracting(RoleStack::role)
        .startsWith(StackRole.INTERRUPT, StackRole.FAILED);
  }

  @Test
  void registersAndCode() {
    ReportDetails arm = details("paging-request-arm64");
    assertThat(arm.registers()).containsEntry("x29", "ffff800096af7b20").doesNotContainKey("Code");
    assertThat(arm.code().orElseThrow().trapping()).isEqualTo(3);
    assertThat(arm.workQueue()).hasValue("events buoy_worker");
    ReportDetails x86 = details("null-dereference-x86");
    assertThat(x86.registers()).containsKeys("RSP", "RAX");
    assertThat(x86.hardware()).hasValue("Example Board/B1, BIOS 1.0");
  }

  @Test
  void stalledCpus() {
    assertThat(details("rcu-stall-arm64").stalledCpus()).containsExactly(1);
    assertThat(details("soft-lockup-page-fault").stalledCpus()).containsExactly(1);
    assertThat(
            of("rcu: INFO: rcu_sched detected expedited stalls on CPUs/tasks: { 2-... 17-.... }"
                    + " 10886 jiffies s: 25\n")
                .stalledCpus())
        .containsExactly(2, 17);
  }

  @Test
  void taints() {
    String header = "[    1.000000] WARNING: CPU: 0 PID: 1 at a/b.c:1 f+0x1/0x2\n";
    assertThat(
            of(header + "[    1.000001] CPU: 0 PID: 1 Comm: x Tainted: G    B   W  OE  6.1 #1\n")
                .taints())
        .containsExactly(
            Taint.BAD_PAGE, Taint.WARNING, Taint.OUT_OF_TREE_MODULE, Taint.UNSIGNED_MODULE);
    assertThat(of(header + "[    1.000001] CPU: 0 PID: 1 Comm: x Not tainted 6.1 #1\n").taints())
        .isEmpty();
  }

  @Test
  void guiltyFileOfASymbolizedLog() {
    String log =
        """
        BUG: KASAN: use-after-free in kite_fly+0x1/0x2 drivers/kite/wind/kite.c:7
        Read of size 8 at addr ffff888012345678 by task a/1
        CPU: 0 PID: 1 Comm: a Not tainted 6.1 #1
        1 lock held by a/1:
         #0: ffff888012345678 (&k->lock){+.+.}-{3:3}, at: kite_lock+0x1/0x2 drivers/other/lock.c:3
        Call Trace:
         dump_stack_lvl+0x1/0x2 lib/dump_stack.c:1
         kasan_report+0x1/0x2 mm/kasan/report.c:1
         kite_core+0x1/0x2 drivers/kite/core.c:1
         kite_fly+0x1/0x2 drivers/kite/wind/kite.c:7
        """;
    assertThat(of(log).guiltyFile()).hasValue("drivers/kite/wind/kite.c");
    assertThat(details("kernel-bug").guiltyFile()).isNotEqualTo(Optional.of("lib/dump_stack.c"));
  }

  private static ReportDetails details(String fixture) {
    return PARSER.details(PARSER.parse(Fixtures.named(fixture).log()).getFirst()).orElseThrow();
  }

  private static ReportDetails of(String log) {
    return PARSER
        .details(PARSER.parse(log.getBytes(StandardCharsets.UTF_8)).getFirst())
        .orElseThrow();
  }
}
