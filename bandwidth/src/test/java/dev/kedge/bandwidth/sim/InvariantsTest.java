package dev.kedge.bandwidth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;

/** What holds in every run, whatever the scenario. */
class InvariantsTest {

  /** Follows user mode, throttling and the pools of a run. */
  private static final class Watch implements SimulationListener {
    private final Map<Integer, Boolean> kernelMode = new HashMap<>();
    private final Map<Long, Long> throttledSince = new HashMap<>();
    private final Map<Integer, Integer> running = new HashMap<>();
    private final Map<Integer, Long> runningSince = new HashMap<>();
    private long longestInUserMode;
    private long lastTime;
    private @Nullable Simulation simulation;

    private int groupOf(int task) {
      return Objects.requireNonNull(simulation).groupOf(task);
    }

    private static long key(int group, int cpu) {
      return ((long) group << 16) | cpu;
    }

    private void time(long now) {
      assertThat(now).isGreaterThanOrEqualTo(lastTime);
      lastTime = now;
    }

    /** How long the running task's own group has been throttled, in user mode. */
    private void look(long now, int cpu) {
      int task = running.getOrDefault(cpu, IDLE);
      if (task == IDLE || kernelMode.getOrDefault(task, false)) {
        return;
      }
      Long since = throttledSince.get(key(groupOf(task), cpu));
      if (since != null) {
        long from = Math.max(since, runningSince.getOrDefault(cpu, 0L));
        longestInUserMode = Math.max(longestInUserMode, now - from);
      }
    }

    @Override
    public void switched(long now, int cpu, int task) {
      time(now);
      look(now, cpu);
      running.put(cpu, task);
      runningSince.put(cpu, now);
    }

    @Override
    public void mode(long now, int cpu, int task, boolean kernel) {
      time(now);
      kernelMode.put(task, kernel);
      if (!kernel && throttledSince.containsKey(key(groupOf(task), cpu))) {
        throttledSince.put(key(groupOf(task), cpu), now);
      }
    }

    @Override
    public void throttled(long now, int group, int cpu, boolean throttled) {
      time(now);
      look(now, cpu);
      if (throttled) {
        throttledSince.put(key(group, cpu), now);
      } else {
        throttledSince.remove(key(group, cpu));
      }
    }
  }

  private static Kernel kernel(char letter) {
    return Kernel.mechanism(letter);
  }

  @Property(tries = 150)
  void noRuntimeIsMadeOrLost(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @CharRange(from = 'A', to = 'D') char mechanism,
      @ForAll boolean expiring) {
    Kernel rules = kernel(mechanism).withSliceExpiry(expiring && mechanism == 'A');
    Scenario scenario = RandomScenarios.draw(seed, rules);
    Simulation simulation = Simulation.of(scenario, SimulationListener.NONE);
    simulation.runUntil(scenario.durationNs());
    long limited = scenario.groups().stream().filter(g -> g.limit().limited()).count();
    for (int id = 1; id <= scenario.groups().size(); id++) {
      Group group = scenario.groups().get(id - 1);
      if (!group.limit().limited()) {
        continue;
      }
      long left = simulation.pool(id);
      int queues = 0;
      for (int cpu = 0; cpu < scenario.machine().cpus(); cpu++) {
        left += simulation.remaining(id, cpu);
        queues += simulation.hasQueue(id, cpu) ? 1 : 0;
      }
      long gift = mechanism == 'A' ? 0 : queues;
      long used = simulation.counters(id).usageNs();
      long expired = limited == 1 ? simulation.expiredNs() : 0;
      if (limited == 1 || !rules.sliceExpiry()) {
        assertThat(simulation.refilledNs(id) + gift)
            .as("group %s of seed %d", group.path(), seed)
            .isEqualTo(left + used + expired);
      }
    }
  }

  @Property(tries = 300)
  void nothingRunsInUserModeWhileItsGroupIsThrottledForMoreThanATick(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @CharRange(from = 'A', to = 'D') char mechanism) {
    Scenario scenario = RandomScenarios.draw(seed, kernel(mechanism));
    Watch watch = new Watch();
    Simulation simulation = Simulation.of(scenario, watch);
    watch.simulation = simulation;
    simulation.runUntil(scenario.durationNs());
    assertThat(watch.longestInUserMode).isLessThanOrEqualTo(scenario.machine().tickNs());
  }

  @Property(tries = 100)
  void countersGrowAndUseStaysInTheQuota(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @CharRange(from = 'A', to = 'D') char mechanism) {
    Scenario scenario = RandomScenarios.draw(seed, kernel(mechanism));
    Simulation simulation = Simulation.of(scenario, SimulationListener.NONE);
    Map<Integer, GroupCounters> before = new HashMap<>();
    for (long time = 50_000_000; time <= scenario.durationNs(); time += 50_000_000) {
      simulation.runUntil(time);
      for (int id = 0; id <= scenario.groups().size(); id++) {
        GroupCounters now = simulation.counters(id);
        GroupCounters grown = before.containsKey(id) ? now.minus(before.get(id)) : now;
        assertThat(grown.usageNs()).isNotNegative();
        assertThat(grown.nrPeriods()).isNotNegative();
        assertThat(grown.nrThrottled()).isBetween(0L, grown.nrPeriods());
        assertThat(grown.throttledNs()).isNotNegative();
        assertThat(grown.throttledLocalNs()).isNotNegative();
        before.put(id, now);
      }
    }
  }

  @Property(tries = 100)
  void groupAndTaskThrottleAreTheSameWhenNothingThrottles(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    Kernel group = Kernel.release("6.17");
    Kernel task = Kernel.release("6.18");
    Scenario drawn = RandomScenarios.draw(seed, group);
    Scenario free =
        drawn.withGroups(
            drawn.groups().stream()
                .map(g -> g.withLimit(dev.kedge.bandwidth.CpuLimit.NONE))
                .toList());
    SimulationResult a = Simulation.run(free);
    SimulationResult b = Simulation.run(free.withKernel(task));
    assertThat(b.groups()).isEqualTo(a.groups());
    assertThat(b.tasks()).isEqualTo(a.tasks());
  }

  @Property(tries = 60)
  void theSameSeedGivesTheSameRun(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @CharRange(from = 'A', to = 'D') char mechanism) {
    Scenario scenario = RandomScenarios.draw(seed, kernel(mechanism));
    SimulationResult once = Simulation.run(scenario);
    SimulationResult again = Simulation.run(scenario);
    assertThat(again.groups()).isEqualTo(once.groups());
    assertThat(again.tasks()).isEqualTo(once.tasks());
    assertThat(again.events()).isEqualTo(once.events());
  }
}
