package dev.kedge.report.hang;

import java.util.List;
import java.util.Set;

/** Where a task that does not wait stands, by its stack. */
final class TaskPlace {
  private static final Set<String> SCHEDULER =
      Set.of(
          "__schedule",
          "schedule",
          "context_switch",
          "__switch_to",
          "preempt_schedule",
          "preempt_schedule_common",
          "preempt_schedule_irq",
          "preempt_schedule_notrace",
          "preempt_schedule_thunk",
          "__cond_resched",
          "_cond_resched",
          "dynamic_cond_resched",
          "raw_irqentry_exit_cond_resched",
          "irqentry_exit_cond_resched",
          "irqentry_exit",
          "el1_preempt",
          "arm64_preempt_schedule_irq",
          "arch_irqentry_exit_need_resched");

  private static final Set<String> TO_USER =
      Set.of(
          "task_work_run",
          "throttle_cfs_rq_work",
          "resume_user_mode_work",
          "exit_to_user_mode_loop",
          "exit_to_user_mode_prepare",
          "irqentry_exit_to_user_mode",
          "syscall_exit_to_user_mode",
          "do_notify_resume");

  private static final Set<String> ENTRIES =
      Set.of(
          "kthread",
          "worker_thread",
          "process_one_work",
          "process_scheduled_works",
          "do_el0_svc",
          "do_fast_syscall_32",
          "system_call_fastpath",
          "tracesys_phase2",
          "int_ret_from_sys_call",
          "syscall_return_slowpath",
          "exit_to_usermode_loop",
          "ret_fast_syscall",
          "handle_exception",
          "system_call_exception",
          "system_call_common",
          "system_call_vectored_common",
          "secondary_startup_64",
          "do_trap_ecall_u");

  private TaskPlace() {}

  /**
   * The first function that is not the scheduler's nor an interrupt's; empty when there is none.
   */
  static String frame(TaskSnapshot task) {
    List<String> stack = task.stack();
    int interrupted = 0;
    for (int i = 0; i < stack.size(); i++) {
      interrupted = isInterruptEntry(stack.get(i)) ? i : interrupted;
    }
    for (String function : stack.subList(interrupted, stack.size())) {
      if (!SCHEDULER.contains(function) && !isInterruptEntry(function)) {
        return function;
      }
    }
    return "";
  }

  /**
   * What it does at large, the same whenever one looks: the work of a worker, the system call, the
   * function of a kernel thread. Empty without a stack.
   */
  static String purpose(TaskSnapshot task) {
    if (!task.work().isEmpty()) {
      return task.work();
    }
    for (String function : task.stack().reversed()) {
      if (!isEntry(function)) {
        return function;
      }
    }
    return "";
  }

  private static boolean isEntry(String function) {
    return function.startsWith("entry_")
        || function.startsWith("do_syscall_")
        || function.startsWith("ret_from_fork")
        || function.startsWith("el0")
        || function.startsWith("invoke_syscall")
        || function.startsWith("x64_sys_call")
        || isInterruptEntry(function)
        || TO_USER.contains(function)
        || SCHEDULER.contains(function)
        || ENTRIES.contains(function);
  }

  private static boolean isInterruptEntry(String function) {
    return function.startsWith("asm_sysvec_")
        || function.startsWith("sysvec_")
        || function.startsWith("el1_irq")
        || function.startsWith("el1h_64_irq")
        || function.equals("el1_interrupt")
        || function.equals("apic_timer_interrupt")
        || function.equals("reschedule_interrupt")
        || function.equals("ret_from_intr")
        || function.equals("retint_kernel")
        || function.equals("common_interrupt_return");
  }

  /**
   * Whether it was switched out on its way back to user space, where it holds no lock of the
   * kernel: where kernels since 6.18 throttle tasks.
   */
  static boolean leavesKernel(TaskSnapshot task) {
    String frame = frame(task);
    return TO_USER.contains(frame);
  }

  /** Whether it was switched out inside the kernel, not by its own will. */
  static boolean preemptedInKernel(TaskSnapshot task) {
    List<String> stack = task.stack();
    boolean switched =
        stack.stream().limit(3).anyMatch(f -> f.equals("__schedule") || f.equals("context_switch"));
    return switched && !frame(task).isEmpty() && !leavesKernel(task);
  }
}
