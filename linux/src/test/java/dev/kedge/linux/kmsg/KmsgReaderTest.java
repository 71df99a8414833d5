package dev.kedge.linux.kmsg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.linux.Errno;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KmsgReaderTest {
  /** Plays records and error numbers. */
  private static final class Script implements KmsgSource {
    private final ArrayDeque<Object> steps = new ArrayDeque<>();

    Script(Object... steps) {
      this.steps.addAll(List.of(steps));
    }

    @Override
    public boolean await(int timeoutMillis) {
      return !steps.isEmpty();
    }

    @Override
    public int read(byte[] into) {
      Object step = steps.isEmpty() ? Integer.valueOf(Errno.EAGAIN) : steps.remove();
      if (step instanceof Integer errno) {
        return -errno;
      }
      byte[] record = step.toString().getBytes(StandardCharsets.UTF_8);
      System.arraycopy(record, 0, into, 0, record.length);
      return record.length;
    }

    @Override
    public void close() {}
  }

  private static final class Collected implements KmsgHandler {
    private final List<String> events = new ArrayList<>();

    @Override
    public void onRecord(KmsgRecord record) {
      events.add(record.text());
    }

    @Override
    public void onGap(long records) {
      events.add("gap " + records);
    }
  }

  private static KmsgReader reader(Object... steps) {
    return new KmsgReader(Optional.of(new Script(steps)), Optional.empty());
  }

  @Test
  void countsWhatWasOverwritten() {
    Collected collected = new Collected();
    try (KmsgReader reader =
        reader("6,10,1,-;a\n", Errno.EPIPE, "6,15,2,-;b\n", "garbage", "6,16,3,-;c\n")) {
      assertThat(reader.read(collected, 0)).isEqualTo(3);
      assertThat(collected.events).containsExactly("a", "gap 4", "b", "c");
      assertThat(reader.lost()).isEqualTo(4);
      assertThat(reader.malformed()).isEqualTo(1);
      assertThat(reader.records()).isEqualTo(3);
      assertThat(reader.read(collected, 0)).isZero();
    }
  }

  @Test
  void goesOnAfterARecordThatIsTooLarge() {
    Collected collected = new Collected();
    try (KmsgReader reader = reader("6,1,1,-;a\n", Errno.EINVAL, "6,3,2,-;b\n")) {
      reader.read(collected, 0);
      assertThat(collected.events).containsExactly("a", "gap 1", "b");
    }
  }

  @Test
  void givesUpForNowWhenTheDeviceOnlyFails() {
    Object[] failures = new Object[1000];
    Arrays.fill(failures, Errno.EPIPE);
    Collected collected = new Collected();
    try (KmsgReader reader = reader(failures)) {
      assertThat(reader.read(collected, 0)).isZero();
    }
    try (KmsgReader reader = reader(Errno.EIO)) {
      assertThat(reader.read(collected, 0)).isZero();
      assertThat(reader.failures()).isEqualTo(1);
    }
  }

  @Test
  void tellsWhatIsMissing() {
    Collected collected = new Collected();
    try (KmsgReader reader = KmsgReader.open(Path.of("/no/such/kmsg"), Path.of("/proc"))) {
      assertThat(reader.read(collected, 0)).isZero();
      assertThat(reader.limitation().orElseThrow().cause())
          .startsWith("/no/such/kmsg: ENOENT, dmesg_restrict=");
    }
  }

  @Test
  void readsTheRunningKernelsLog() {
    try (KmsgReader reader = KmsgReader.open(Path.of("/dev/kmsg"), Path.of("/proc"))) {
      assumeTrue(
          reader.limitation().isEmpty(), () -> "may not read the log: " + reader.limitation());
      Collected collected = new Collected();
      reader.read(collected, 0);
      assumeTrue(!collected.events.isEmpty(), "the kernel's log is empty");
      assertThat(reader.malformed()).isZero();
    }
  }
}
