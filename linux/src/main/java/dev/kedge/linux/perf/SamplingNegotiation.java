package dev.kedge.linux.perf;

import dev.kedge.linux.Errno;
import dev.kedge.linux.KernelFile;
import dev.kedge.model.Limitation;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out how much the kernel lets this process sample, by opening one event and going a step
 * down at each refusal: whole host with kernel, whole host without, own processes with kernel, own
 * processes without (perf_allow_cpu and perf_allow_kernel, include/linux/perf_event.h). A kernel
 * too old for a feature answers EINVAL; then the event is tried without it.
 */
final class SamplingNegotiation {
  private static final SamplingScope[] SCOPES = {
    SamplingScope.HOST,
    SamplingScope.HOST_USER,
    SamplingScope.OWN_PROCESSES,
    SamplingScope.OWN_PROCESSES_USER
  };
  private static final EventFeatures[] FEATURES = {
    new EventFeatures(true, true), new EventFeatures(false, true), new EventFeatures(false, false)
  };

  private final EventCalls calls;
  private final PerfOptions options;
  private final int ownPid;

  SamplingNegotiation(EventCalls calls, PerfOptions options, int ownPid) {
    this.calls = calls;
    this.options = options;
    this.ownPid = ownPid;
  }

  /** Asks with an event on this CPU. */
  SamplingGrant negotiate(int cpu) {
    int firstError = 0;
    for (SamplingScope scope : SCOPES) {
      for (EventFeatures features : FEATURES) {
        int fd = calls.open(attributes(options, scope, features), target(scope), cpu);
        if (fd >= 0) {
          calls.close(fd);
          return new SamplingGrant(scope, features, missing(scope, firstError));
        }
        firstError = firstError == 0 || firstError == Errno.EINVAL ? -fd : firstError;
        if (-fd != Errno.EINVAL && -fd != Errno.E2BIG) {
          break;
        }
      }
    }
    return new SamplingGrant(
        SamplingScope.NONE, FEATURES[2], missing(SamplingScope.NONE, firstError));
  }

  /** The task an event of this scope is opened for: all, or this process. */
  int target(SamplingScope scope) {
    return scope.wholeHost() ? -1 : ownPid;
  }

  /** The event of this scope. */
  static EventAttributes attributes(
      PerfOptions options, SamplingScope scope, EventFeatures features) {
    return new EventAttributes(
        EventKind.CPU_CLOCK,
        EventKind.CPU_CLOCK.config(),
        options.periodNanos(),
        options.sampleType(),
        UserRegisters.ofThisMachine().mask(),
        options.stackBytes(),
        scope.kernelStacks(),
        features,
        options.ringBytes() / 2);
  }

  private List<Limitation> missing(SamplingScope scope, int errno) {
    List<Limitation> missing = new ArrayList<>();
    if (scope == SamplingScope.HOST) {
      return missing;
    }
    String cause = "perf_event_open: " + Errno.name(errno) + ", perf_event_paranoid=" + paranoid();
    String remedy =
        Errno.denied(errno)
            ? "CAP_PERFMON (CAP_SYS_ADMIN before Linux 5.8)"
            : "a kernel with CONFIG_PERF_EVENTS, and no seccomp filter on perf_event_open";
    if (scope == SamplingScope.NONE) {
      missing.add(new Limitation("profiles", cause, remedy));
      return missing;
    }
    if (!scope.kernelStacks()) {
      missing.add(new Limitation("kernel stacks", cause, remedy));
    }
    if (!scope.wholeHost()) {
      missing.add(new Limitation("profiles of other users' processes", cause, remedy));
      missing.add(
          new Limitation(
              "own processes that live shorter than a second",
              "tasks are found by scanning procfs",
              remedy));
    }
    return missing;
  }

  private String paranoid() {
    return KernelFile.text(options.procRoot().resolve("sys/kernel/perf_event_paranoid"))
        .map(String::strip)
        .orElse("unreadable");
  }
}
