package dev.kedge.linux.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.linux.Errno;
import dev.kedge.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays the refusals of kernels we do not run on. */
class SamplingNegotiationTest {
  private record Request(EventAttributes attributes, int tid, int cpu) {
    boolean wholeHost() {
      return tid == -1;
    }
  }

  private static final class FakeKernel implements EventCalls {
    private final ToIntFunction<Request> answer;
    private final Set<Integer> open = new HashSet<>();
    private final List<Request> requests = new ArrayList<>();
    private int next = 1000;

    FakeKernel(ToIntFunction<Request> errno) {
      answer = errno;
    }

    @Override
    public int open(EventAttributes attributes, int tid, int cpu) {
      Request request = new Request(attributes, tid, cpu);
      requests.add(request);
      int errno = answer.applyAsInt(request);
      if (errno != 0) {
        return -errno;
      }
      open.add(next);
      return next++;
    }

    @Override
    public int setOutput(int fd, int ringFd) {
      return 0;
    }

    @Override
    public long id(int fd) {
      return fd;
    }

    @Override
    public int setFilter(int fd, String filter) {
      return 0;
    }

    @Override
    public int refresh(int fd, int samples) {
      return 0;
    }

    @Override
    public int enable(int fd) {
      return 0;
    }

    @Override
    public long map(int fd, int ringBytes) {
      return -Errno.EPERM;
    }

    @Override
    public int close(int fd) {
      open.remove(fd);
      return 0;
    }
  }

  @TempDir Path root;

  @BeforeEach
  void host() throws IOException {
    Files.createDirectories(root.resolve("sys/kernel"));
    Files.writeString(root.resolve("sys/kernel/perf_event_paranoid"), "2\n");
    Files.createDirectories(root.resolve("devices/system/cpu"));
    Files.writeString(root.resolve("devices/system/cpu/online"), "0-1\n");
  }

  private PerfOptions options() {
    return new PerfOptions(19, 4096, SampleType.CALL_STACKS, 0, List.of(), 100, root, root);
  }

  private SamplingGrant negotiate(FakeKernel kernel) {
    SamplingGrant grant = new SamplingNegotiation(kernel, options(), 42).negotiate(0);
    assertThat(kernel.open).as("the probe is closed").isEmpty();
    return grant;
  }

  @Test
  void takesEverythingWhereItMay() {
    SamplingGrant grant = negotiate(new FakeKernel(request -> 0));
    assertThat(grant.scope()).isEqualTo(SamplingScope.HOST);
    assertThat(grant.features()).isEqualTo(new EventFeatures(true, true));
    assertThat(grant.limitations()).isEmpty();
  }

  @Test
  void doesWithoutWhatAnOldKernelDoesNotKnow() {
    FakeKernel old = new FakeKernel(r -> r.attributes().features().buildIds() ? Errno.EINVAL : 0);
    assertThat(negotiate(old).features()).isEqualTo(new EventFeatures(false, true));
    FakeKernel older =
        new FakeKernel(r -> r.attributes().features().monotonicClock() ? Errno.EINVAL : 0);
    assertThat(negotiate(older).features()).isEqualTo(new EventFeatures(false, false));
  }

  @Test
  void goesDownOneStepAtATime() {
    FakeKernel noKernel = new FakeKernel(r -> r.attributes().kernel() ? Errno.EACCES : 0);
    SamplingGrant grant = negotiate(noKernel);
    assertThat(grant.scope()).isEqualTo(SamplingScope.HOST_USER);
    assertThat(grant.limitations())
        .singleElement()
        .satisfies(missing -> {
          assertThat(missing.feature()).isEqualTo("kernel stacks");
          assertThat(missing.cause()).isEqualTo("perf_event_open: EACCES, perf_event_paranoid=2");
          assertThat(missing.remedy()).startsWith("CAP_PERFMON");
        });
    FakeKernel ownOnly =
        new FakeKernel(r -> r.wholeHost() || r.attributes().kernel() ? Errno.EPERM : 0);
    grant = negotiate(ownOnly);
    assertThat(grant.scope()).isEqualTo(SamplingScope.OWN_PROCESSES_USER);
    assertThat(grant.limitations()).hasSize(3);
    assertThat(ownOnly.requests.getLast().tid()).isEqualTo(42);
  }

  @Test
  void saysThatNothingIsAllowed() {
    SamplingGrant grant = negotiate(new FakeKernel(request -> Errno.ENOSYS));
    assertThat(grant.scope()).isEqualTo(SamplingScope.NONE);
    assertThat(grant.limitations().getFirst().cause()).contains("ENOSYS");
    assertThat(grant.limitations().getFirst().remedy()).contains("CONFIG_PERF_EVENTS");
  }

  @Test
  void aSamplerWithoutRingsIsQuietAndSaysWhy() {
    FakeKernel kernel = new FakeKernel(request -> 0);
    try (PerfSampler sampler = new PerfSampler(options(), kernel, () -> 0, 42)) {
      assertThat(sampler.statistics().rings()).isZero();
      assertThat(sampler.limitations())
          .hasSize(2)
          .allSatisfy(l -> assertThat(l.cause()).startsWith("mmap of the perf ring on CPU"));
      sampler.await(0);
    }
    assertThat(kernel.open).as("nothing stays open").isEmpty();
  }

  @Test
  void saysWhatWouldTellWhoEndsWaits() {
    WatchedThreads all = new WatchedThreads.Share(0, 0);
    try (PerfSampler sampler =
        new PerfSampler(options().identified(), new FakeKernel(r -> 0), () -> 0, 42)) {
      sampler.watch(all, 10);
      assertThat(sampler.limitations())
          .anySatisfy(missing -> {
            assertThat(missing.feature()).contains("wakeups");
            assertThat(missing.remedy()).contains("mount -t tracefs tracefs /sys/kernel/tracing");
          });
    }
    FakeKernel users = new FakeKernel(r -> r.attributes().kernel() ? Errno.EACCES : 0);
    try (PerfSampler sampler = new PerfSampler(options().identified(), users, () -> 0, 42)) {
      sampler.watch(all, 10);
      assertThat(sampler.limitations())
          .anySatisfy(missing -> {
            assertThat(missing.feature()).contains("wakeups");
            assertThat(missing.remedy()).contains("CAP_PERFMON");
          });
    }
    try (PerfSampler sampler = new PerfSampler(options(), new FakeKernel(r -> 0), () -> 0, 42)) {
      assertThatThrownBy(() -> sampler.watch(all, 10)).hasMessageContaining("identified");
    }
  }

  @Test
  void encodesTheAttributesOfTheKernelsHeader() {
    EventAttributes attributes =
        new EventAttributes(
            EventKind.CPU_CLOCK,
            0,
            1_000_000,
            SampleType.CALL_STACKS,
            0,
            0,
            true,
            new EventFeatures(true, true),
            4096);
    assertThat(attributes.flags())
        .as("disabled, hv, idle, mmap, comm, task, watermark, id all, mmap2, exec, clock, build-id")
        .isEqualTo(0x4_0384_63c1L);
    assertThat(SampleType.CALL_STACKS).isEqualTo(0xa7);
  }

  @Test
  void knowsTheSystemCallOfEachArchitecture() {
    assertThat(KernelEventCalls.number("amd64")).isEqualTo(298);
    assertThat(KernelEventCalls.number("aarch64")).isEqualTo(241);
    assertThatThrownBy(() -> KernelEventCalls.number("sparc")).isInstanceOf(LinuxException.class);
  }
}
