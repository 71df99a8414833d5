package dev.kedge.profile.offcpu;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.StackIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stack of a wait and that of who ended it in one, as bcc's offwaketime lays them out: from the
 * root to where the thread gave up its CPU, then {@code [woken by]} and the waker's stack turned
 * around, from the wakeup in the kernel out to where its thread began, with its name at the tip.
 */
public final class WakeupChain {
  private static final CodeModule MODULE = new CodeModule("[wakeup]", Optional.empty());
  private static final FrameDefinition SEAM = frame("[woken by]");
  private static final FrameDefinition INTERRUPT = frame("[waker: interrupt]");

  /** In the place of the stack of a wait that began before it was watched. */
  public static final List<FrameDefinition> UNSEEN =
      List.of(frame("[off CPU: since before it was watched]"));

  /**
   * Entries of interrupts: what they interrupted did not wake anyone (arch/x86/include/asm/
   * idtentry.h, arch/arm64/kernel/entry-common.c, arch/riscv/kernel/traps.c).
   */
  private static final List<String> INTERRUPT_ENTRIES =
      List.of(
          "asm_common_interrupt",
          "asm_sysvec_",
          "common_interrupt",
          "sysvec_",
          "apic_timer_interrupt",
          "reschedule_interrupt",
          "call_function_",
          "ret_from_intr",
          "asm_exc_nmi",
          "el1h_64_irq",
          "el1h_64_fiq",
          "el0t_64_irq",
          "el0t_64_fiq",
          "el1_irq",
          "el0_irq",
          "handle_riscv_irq");

  private WakeupChain() {}

  /**
   * Joins the two, leaf first. Of a waker in an interrupt only the interrupt is kept, for whose
   * program it came to interrupt is chance.
   *
   * @param waited stack of the thread that waited, leaf first
   * @param waker name of the process that woke it
   * @param waking its stack then, leaf first
   */
  public static List<FrameDefinition> join(
      List<FrameDefinition> waited, String waker, List<FrameDefinition> waking) {
    int entry = interruptEntry(waking);
    List<FrameDefinition> chain = new ArrayList<>(waited.size() + waking.size() + 2);
    chain.add(entry < 0 ? frame("[waker: " + waker + "]") : INTERRUPT);
    for (int i = entry < 0 ? waking.size() - 1 : entry; i >= 0; i--) {
      chain.add(waking.get(i));
    }
    chain.add(SEAM);
    chain.addAll(waited);
    return chain;
  }

  /** The innermost frame that is the entry of an interrupt, or minus one. */
  private static int interruptEntry(List<FrameDefinition> stack) {
    for (int i = 0; i < stack.size(); i++) {
      NamedFrame frame = stack.get(i).frame();
      boolean kernel =
          frame.frame() instanceof Frame.Code code && code.origin() == CodeOrigin.KERNEL;
      if (kernel && frame.function().filter(WakeupChain::isInterruptEntry).isPresent()) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isInterruptEntry(String function) {
    return INTERRUPT_ENTRIES.stream().anyMatch(function::startsWith);
  }

  /** The place stands for the words, so that the same ones are the same frame on every host. */
  private static FrameDefinition frame(String words) {
    return FrameDefinition.of(
        new NamedFrame(
            new Frame.Code(CodeOrigin.KERNEL, MODULE, StackIds.function(words)),
            Optional.of(words)));
  }
}
