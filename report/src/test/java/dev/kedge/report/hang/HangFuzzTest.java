package dev.kedge.report.hang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No text stops the reader, and what it finds can always be printed. */
class HangFuzzTest {
  private static final HangReader READER = new HangReader();
  private static final List<String> LOGS =
      List.of(
          "blockers-6.18.log",
          "lockdep-5.x-cycle.log",
          "old-4.x.log",
          "sysrq-t-6.12.log",
          "arm64-stall.log",
          "proc-files.log");

  private static final String[] PIECES = {
    "INFO: task ",
    " blocked for more than ",
    " is blocked on a mutex likely owned by task ",
    " blocked on an rw-semaphore likely owned by task ",
    "<writer>",
    "a:1",
    "b:2",
    "c:3",
    "99999999999",
    "\n",
    "task:a state:D stack:0 pid:1 ",
    "task:b state:R  running task pid:2 ",
    "init            D ffff88008ad8f5b0     0  3      1 0x00000000",
    "2 locks held by a/1:\n",
    "1 lock held by b/2:\n",
    " #0: ffff88 (m){+.+.}, at: f+0x1/0x2\n",
    " #1:  (n){+.+.}, at: [<ffff>] g+0x1/0x2\n",
    "Call Trace:\n",
    " __mutex_lock+0x1/0x2\n",
    " f+0x1/0x2\n",
    " ? g+0x1/0x2\n",
    "<Same stack as pid 1>\n",
    "==> /proc/4/stack <==\n",
    "==> /proc/",
    "[<0>] f+0x1/0x2\n",
    "State: D\n",
    "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:\n",
    "rcu: \t2-....: (1 ticks\n",
    "Tasks blocked on level-0 rcu_node (CPUs 0-1): P1 P2",
    "watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [a:1]\n",
    "CPU: 1 PID: 2 Comm: b Not tainted\n",
    "[    1.000001]",
    "[  900.000001]",
    "#",
    ":",
    "/",
    " ",
    "\u0000",
    "\ufffd"
  };

  @Provide
  Arbitrary<String> logs() {
    return Arbitraries.of(PIECES).list().ofMaxSize(80).map(pieces -> String.join("", pieces));
  }

  @Property(tries = 2000)
  void anyTextIsRead(@ForAll("logs") String log) {
    List<HangGraph> graphs = READER.read(log.getBytes(StandardCharsets.UTF_8));
    assertThat(HangText.of(graphs)).isNotNull();
    assertThat(HangDot.of(graphs)).startsWith("digraph").endsWith("}\n");
    graphs.forEach(HangGraph::blockerKey);
  }

  @Property(tries = 300)
  void cutAndDamagedLogsAreRead(@ForAll int seed) {
    byte[] log = HangFacts.fixture(LOGS.get(Math.floorMod(seed, LOGS.size())));
    int from = Math.floorMod(seed * 31, log.length);
    byte[] damaged = Arrays.copyOfRange(log, from / 2, log.length - from / 3);
    if (damaged.length > 0) {
      damaged[Math.floorMod(seed * 17, damaged.length)] ^= (byte) seed;
    }
    assertThatCode(() -> HangDot.of(READER.read(damaged))).doesNotThrowAnyException();
  }
}
