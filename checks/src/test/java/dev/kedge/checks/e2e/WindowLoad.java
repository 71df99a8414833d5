package dev.kedge.checks.e2e;

import com.github.luben.zstd.Zstd;
import dev.kedge.model.AgentCost;
import dev.kedge.model.BootId;
import dev.kedge.model.CgroupMode;
import dev.kedge.model.Heartbeat;
import dev.kedge.model.HostId;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.KernelRelease;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.StackDefinition;
import dev.kedge.wire.HeartbeatCodec;
import dev.kedge.wire.WindowCodec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The uploads of one invented host: sends windows as fast as the server acknowledges them, and
 * keeps which it acknowledged. Each window is a tenth of a second after the one before it, so that
 * its start names it.
 */
final class WindowLoad {
  private static final Duration SPAN = Duration.ofMillis(100);
  private static final int STACKS = 300;
  private static final int DEPTH = 24;

  private final HostId host;
  private final String command;
  private final BootId boot = new BootId(UUID.randomUUID());
  private final Instant begin;
  private final Random random;
  private final AtomicLong next = new AtomicLong();
  private final Map<Long, Long> acknowledged = new ConcurrentHashMap<>();

  /**
   * Sends nothing yet.
   *
   * @param command name of its processes, and the beginning of the names of its functions
   */
  WindowLoad(String host, String command, Instant begin, long seed) {
    this.host = new HostId(host);
    this.command = command;
    this.begin = begin;
    this.random = new Random(seed);
  }

  String host() {
    return host.value();
  }

  /** Samples by start (epoch milliseconds) of all windows the server said it keeps. */
  Map<Long, Long> acknowledged() {
    return acknowledged;
  }

  /** Windows that were sent or begun to be sent. */
  long attempted() {
    return next.get();
  }

  /** The end of all windows so far. */
  Instant end() {
    return begin.plus(SPAN.multipliedBy(next.get()));
  }

  /** Sends until the server is gone; anything but an acknowledgement or a broken line fails. */
  void sendUntilGone(Api api) {
    try {
      heartbeat(api);
      while (true) {
        sendWindow(api);
      }
    } catch (IOException e) {
      // The server was killed: what is not acknowledged may or may not be kept.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends one heartbeat and that many windows. */
  void send(Api api, int windows) throws IOException, InterruptedException {
    heartbeat(api);
    for (int i = 0; i < windows; i++) {
      sendWindow(api);
    }
  }

  private void sendWindow(Api api) throws IOException, InterruptedException {
    ProfileWindow window = window(next.getAndIncrement());
    long samples = window.samples().stream().mapToLong(SampleCount::count).sum();
    int status = api.upload(host(), "windows", Zstd.compress(WindowCodec.encode(window)));
    if (status == 202) {
      acknowledged.put(window.range().start().toEpochMilli(), samples);
    } else if (status != 503 && status != 429) {
      throw new AssertionError("upload of " + host + " answered " + status);
    }
  }

  private void heartbeat(Api api) throws IOException, InterruptedException {
    HostIdentity identity =
        new HostIdentity(
            host,
            boot,
            new KernelRelease("6.18.0-crash-test"),
            Optional.empty(),
            "#1 SMP",
            "x86_64",
            "ro quiet",
            "",
            2,
            1L << 32,
            CgroupMode.V2,
            begin);
    AgentCost cost =
        new AgentCost(
            Duration.ofMinutes(1), Duration.ofSeconds(1), 1 << 25, 0, 0, 0, 0, 0, 0, 0, 0);
    Heartbeat heartbeat = new Heartbeat(identity, Instant.now(), "test", cost, List.of());
    api.upload(host(), "heartbeat", Zstd.compress(HeartbeatCodec.encode(heartbeat)));
  }

  private ProfileWindow window(long sequence) {
    Instant start = begin.plus(SPAN.multipliedBy(sequence));
    List<FrameDefinition> frames = new ArrayList<>();
    CodeModule module = new CodeModule("/usr/lib/libload.so." + sequence % 7, Optional.empty());
    for (int i = 0; i < STACKS; i++) {
      Frame frame = new Frame.Code(CodeOrigin.NATIVE, module, random.nextInt(1 << 24));
      frames.add(
          FrameDefinition.of(
              new NamedFrame(
                  frame, Optional.of(command + "_" + Long.toHexString(random.nextLong())))));
    }
    List<StackDefinition> stacks = new ArrayList<>();
    List<SampleCount> samples = new ArrayList<>();
    for (int i = 0; i < STACKS; i++) {
      long[] ids = new long[DEPTH];
      for (int depth = 0; depth < DEPTH; depth++) {
        ids[depth] = frames.get(random.nextInt(STACKS)).id();
      }
      StackDefinition stack = StackDefinition.of(ids);
      stacks.add(stack);
      samples.add(new SampleCount(stack.id(), 100 + i % 9, command, "/" + command, 1 + i % 3));
    }
    return new ProfileWindow(
        host,
        boot,
        sequence,
        new TimeRange(start, start.plus(SPAN)),
        SampleKind.CPU,
        Duration.ofMillis(10),
        samples,
        stacks,
        frames,
        0);
  }
}
