package dev.kedge.bandwidth.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.model.CgroupMode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotFileTest {
  private static final String SMALL =
      """
      {
       "format": "kedge-bandwidth-snapshot", "version": 1,
       "kernel": "6.12.95-amd64", "cpus": 4, "interval_ns": 10000000000,
       "groups": [
        {"path": "/", "cpu_max": "max 100000", "threads": 90},
        {"path": "/web", "cpu_max": "50000 100000", "threads": 8, "before": {"nr_periods": 10},
         "after": {"nr_periods": 110, "nr_throttled": 7}}
       ]
      }
      """;

  private static HostSnapshot read(String text) {
    return SnapshotFile.read(new ByteArrayInputStream(text.getBytes(UTF_8)), "host.json");
  }

  private static byte[] written(HostSnapshot snapshot) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SnapshotFile.write(snapshot, out);
    return out.toByteArray();
  }

  @Test
  void readsWhatIsThereAndLeavesTheRestUnknown() {
    HostSnapshot host = read(SMALL);

    assertThat(host.kernel().mechanism().letter()).isEqualTo('A');
    assertThat(host.machine().cpus()).isEqualTo(4);
    assertThat(host.tickNs()).isEmpty();
    GroupSnapshot web = Objects.requireNonNull(host.byPath().get("/web"));
    assertThat(web.limit().cpus()).isEqualTo(0.5);
    assertThat(web.growth().get(Counter.PERIODS)).hasValue(100);
    assertThat(web.growth().get(Counter.THROTTLED_PERIODS)).as("no value before").isEmpty();
    assertThat(web.threads().measured()).isFalse();
  }

  @Property(tries = 200)
  void whatIsWrittenIsRead(@ForAll long seed) {
    HostSnapshot snapshot = any(new Random(seed));

    byte[] text = written(snapshot);

    assertThat(SnapshotFile.read(new ByteArrayInputStream(text), "x")).isEqualTo(snapshot);
  }

  @Test
  void filesMayBeGzipped(@TempDir Path directory) throws IOException {
    HostSnapshot snapshot = any(new Random(3));
    for (String name : List.of("host.json", "host.json.gz")) {
      Path file = directory.resolve(name);
      SnapshotFile.write(snapshot, file);
      assertThat(SnapshotFile.read(file)).isEqualTo(snapshot);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"cpus\": 4             | \"cpus\": 0                | cpus is 0",
        "\"cpus\": 4             | \"cpus\": \"4\"            | :3:37: expected a whole number",
        "\"version\": 1          | \"version\": 2             | :2:51: version 2",
        "kedge-bandwidth         | another                    | :2:12: format",
        "\"6.12.95-amd64\"       | \"rolling\"                | not a kernel release",
        "\"path\": \"/web\"      | \"path\": \"/a/web\"       | without it",
        "\"path\": \"/web\"      | \"path\": \"web\"          | expected one that starts with /",
        "\"path\": \"/web\"      | \"pth\": \"/web\"          | :6:11: 'pth' is not a key here",
        "50000 100000            | 50000 100                  | period of 100 us",
        "50000 100000            | much                       | :6:31: cpu_max 'much'",
        "\"nr_throttled\": 7     | \"nr_throttled\": -7       | :7:49: -7: expected 0 or more",
        "\"nr_throttled\": 7     | \"nr_thr\": 7              | 'nr_thr' is not a key here",
        "\"threads\": 90         | \"idle\": false            | :5:55: 'threads' is missing",
        "\"nr_throttled\": 7}    | \"nr_throttled\": 7        | host.json:",
        "\"threads\": 8          | \"threads\": 99999999999999999999999 | host.json:6:",
      })
  void saysWhereItIsWrong(String good, String bad, String message) {
    String text = SMALL.replace(good, bad);
    assertThat(text).isNotEqualTo(SMALL);

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(BandwidthException.class)
        .hasMessageStartingWith("host.json:")
        .hasMessageContaining(message);
  }

  @Property(tries = 2000)
  void damagedFilesAreRefusedOrRead(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] text = SMALL.getBytes(UTF_8);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(text.length);
      switch (random.nextInt(3)) {
        case 0 -> text[at] = (byte) random.nextInt(256);
        case 1 -> text = Arrays.copyOf(text, Math.max(1, at));
        default -> System.arraycopy(text, 0, text, at, Math.min(text.length - at, 20));
      }
    }
    byte[] damaged = text;
    try {
      assertThat(SnapshotFile.read(new ByteArrayInputStream(damaged), "x").groups()).isNotNull();
    } catch (BandwidthException e) {
      assertThat(e).hasMessageStartingWith("x:");
    }
  }

  /** A snapshot with any field drawn. */
  private static HostSnapshot any(Random random) {
    List<GroupSnapshot> groups = new ArrayList<>();
    groups.add(group("/", random));
    for (int i = random.nextInt(5); i > 0; i--) {
      groups.add(group("/g" + i, random));
      String pod = "pod \"" + (char) (0x20 + random.nextInt(0x500));
      groups.add(group("/g" + i + "/" + pod.replace('/', '_'), random));
    }
    return new HostSnapshot(
        "6." + random.nextInt(19),
        1 + random.nextInt(64),
        random.nextBoolean() ? OptionalLong.of(1_000_000) : OptionalLong.empty(),
        random.nextBoolean() ? OptionalLong.of(2_800_000) : OptionalLong.empty(),
        random.nextBoolean() ? OptionalLong.of(5_000_000) : OptionalLong.empty(),
        List.of(CgroupMode.values()).get(random.nextInt(4)),
        Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
        1 + random.nextInt(1 << 30),
        random.nextInt(1000),
        groups,
        random.nextBoolean() ? List.of("/x: cpu.stat") : List.of());
  }

  private static GroupSnapshot group(String path, Random random) {
    int threads = random.nextInt(100);
    return new GroupSnapshot(
        path,
        random.nextBoolean() ? CpuLimit.NONE : CpuLimit.of(20_000, 100_000).withBurst(7),
        2 + random.nextInt(2000),
        random.nextBoolean(),
        random.nextBoolean()
            ? ThreadActivity.counted(threads)
            : new ThreadActivity(threads, threads / 2, random.nextInt(1000)),
        random.nextBoolean() ? CpuSet.ALL : CpuSet.of(0, 1, 5),
        counters(random),
        counters(random),
        random.nextBoolean() ? List.of() : List.of(0L, (long) random.nextInt(1 << 30)));
  }

  private static CounterReading counters(Random random) {
    Map<Counter, Long> values = new EnumMap<>(Counter.class);
    for (Counter counter : Counter.values()) {
      if (random.nextBoolean()) {
        values.put(counter, random.nextLong() >>> 1);
      }
    }
    return new CounterReading(values);
  }
}
