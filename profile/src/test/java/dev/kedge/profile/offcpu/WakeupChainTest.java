package dev.kedge.profile.offcpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.StackIds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WakeupChainTest {
  private static final List<FrameDefinition> WAITED = stack("schedule", "read", "main");

  @Test
  void theWakersStackStandsTurnedAroundOnThatOfTheWait() {
    List<FrameDefinition> chain =
        WakeupChain.join(WAITED, "client", stack("try_to_wake_up", "write", "!serve", "!_start"));
    assertThat(names(chain))
        .containsExactly(
            "[waker: client]",
            "_start",
            "serve",
            "write",
            "try_to_wake_up",
            "[woken by]",
            "schedule",
            "read",
            "main");
  }

  @ParameterizedTest
  @CsvSource({
    "asm_sysvec_apic_timer_interrupt, true",
    "asm_common_interrupt, true",
    "el0t_64_irq_handler, true",
    "!asm_common_interrupt, false",
    "do_softirq.part.0, false"
  })
  void whomAnInterruptCameToInterruptIsNotTheWaker(String entry, boolean cut) {
    List<FrameDefinition> chain =
        WakeupChain.join(WAITED, "innocent", stack("try_to_wake_up", entry, "!work", "!main"));
    assertThat(names(chain).getFirst()).isEqualTo(cut ? "[waker: interrupt]" : "[waker: innocent]");
    assertThat(names(chain).contains("work")).isEqualTo(!cut);
    assertThat(names(chain)).endsWith("[woken by]", "schedule", "read", "main");
  }

  @Test
  void aWaitThatBeganUnseenKeepsItsWaker() {
    assertThat(names(WakeupChain.join(WakeupChain.UNSEEN, "a", stack("try_to_wake_up"))))
        .containsExactly(
            "[waker: a]", "try_to_wake_up", "[woken by]", "[off CPU: since before it was watched]");
  }

  private static List<String> names(List<FrameDefinition> chain) {
    return chain.stream().map(frame -> frame.frame().displayName()).toList();
  }

  /** Kernel functions, and those of a program with a mark in front. */
  private static List<FrameDefinition> stack(String... names) {
    return Arrays.stream(names)
        .map(name -> {
          CodeOrigin origin = name.startsWith("!") ? CodeOrigin.NATIVE : CodeOrigin.KERNEL;
          String function = name.replace("!", "");
          CodeModule module = new CodeModule("code", Optional.empty());
          return FrameDefinition.of(
              new NamedFrame(
                  new Frame.Code(origin, module, StackIds.function(function)),
                  Optional.of(function)));
        })
        .toList();
  }
}
