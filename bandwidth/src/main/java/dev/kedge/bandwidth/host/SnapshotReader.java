package dev.kedge.bandwidth.host;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.model.CgroupMode;
import dev.kedge.model.Printable;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads the JSON of {@link SnapshotFile}, token by token, so that every error has its place. */
final class SnapshotReader {
  private static final int MAX_UNREAD = 10_000;
  private static final Pattern CPU_MAX = Pattern.compile("(max|\\d{1,18}) (\\d{1,18})");
  private static final Map<String, Counter> COUNTERS =
      Arrays.stream(Counter.values()).collect(Collectors.toMap(Counter::key, Function.identity()));

  private final JsonFactory factory;
  private final InputStream in;
  private final String name;

  private String kernel = "";
  private int cpus;
  private OptionalLong tick = OptionalLong.empty();
  private OptionalLong baseSlice = OptionalLong.empty();
  private OptionalLong bandwidthSlice = OptionalLong.empty();
  private CgroupMode cgroups = CgroupMode.NONE;
  private Instant takenAt = Instant.EPOCH;
  private long interval;
  private long step;
  private final List<String> unread = new ArrayList<>();
  private final List<GroupSnapshot> groups = new ArrayList<>();

  SnapshotReader(JsonFactory factory, InputStream in, String name) {
    this.factory = factory;
    this.in = in;
    this.name = name;
  }

  HostSnapshot read() {
    try (JsonParser json = factory.createParser(ObjectReadContext.empty(), in)) {
      try {
        json.nextToken();
        Set<String> keys = object(json, "a snapshot object", key -> host(json, key));
        require(
            json, keys, List.of("format", "version", "kernel", "cpus", "interval_ns", "groups"));
        if (json.nextToken() != null) {
          throw new BandwidthException("more text follows the snapshot");
        }
        return new HostSnapshot(
            kernel,
            cpus,
            tick,
            baseSlice,
            bandwidthSlice,
            cgroups,
            takenAt,
            interval,
            step,
            groups,
            unread);
      } catch (BandwidthException e) {
        throw new BandwidthException(place(json.currentTokenLocation()) + e.getMessage(), e);
      } catch (JacksonException e) {
        throw new BandwidthException(
            place(json.currentLocation()) + Printable.of(e.getOriginalMessage(), 300), e);
      }
    }
  }

  private String place(TokenStreamLocation at) {
    return "%s:%d:%d: ".formatted(name, at.getLineNr(), at.getColumnNr());
  }

  private void host(JsonParser json, String key) {
    switch (key) {
      case "format" -> format(json);
      case "version" -> version(json);
      case "kernel" -> kernel = text(json);
      case "cpus" -> cpus = (int) Math.min(number(json), Integer.MAX_VALUE);
      case "tick_ns" -> tick = OptionalLong.of(number(json));
      case "base_slice_ns" -> baseSlice = OptionalLong.of(number(json));
      case "bandwidth_slice_ns" -> bandwidthSlice = OptionalLong.of(number(json));
      case "cgroup" -> cgroups = mode(text(json));
      case "taken_at" -> takenAt = instant(text(json));
      case "interval_ns" -> interval = number(json);
      case "step_ns" -> step = number(json);
      case "unread" -> array(json, MAX_UNREAD, () -> unread.add(text(json)));
      case "groups" -> array(json, HostSnapshot.MAX_GROUPS, () -> groups.add(group(json)));
      default -> throw unknown(key);
    }
  }

  private static void format(JsonParser json) {
    if (!text(json).equals(SnapshotFile.FORMAT)) {
      throw new BandwidthException("format: expected '%s'".formatted(SnapshotFile.FORMAT));
    }
  }

  private static void version(JsonParser json) {
    long version = number(json);
    if (version != SnapshotFile.VERSION) {
      throw new BandwidthException(
          "version %d: this Kedge reads version %d".formatted(version, SnapshotFile.VERSION));
    }
  }

  private static CgroupMode mode(String text) {
    for (CgroupMode mode : CgroupMode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
        return mode;
      }
    }
    throw new BandwidthException("cgroup: expected v1, v2, hybrid or none");
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new BandwidthException("taken_at: expected a time such as 2026-11-22T10:00:00Z", e);
    }
  }

  /** The keys of one group, gathered before the record can be made. */
  private static final class Fields {
    private String path = "";
    private CpuLimit limit = CpuLimit.NONE;
    private long burst;
    private int shares = 1024;
    private boolean idle;
    private int threads;
    private int active = -1;
    private long busiest = -1;
    private CpuSet cpus = CpuSet.ALL;
    private CounterReading before = CounterReading.NONE;
    private CounterReading after = CounterReading.NONE;
    private final List<Long> steps = new ArrayList<>();
  }

  private static GroupSnapshot group(JsonParser json) {
    Fields fields = new Fields();
    Set<String> keys = object(json, "a group object", key -> group(json, key, fields));
    require(json, keys, List.of("path", "cpu_max", "threads"));
    return new GroupSnapshot(
        fields.path,
        fields.limit.withBurst(fields.burst),
        fields.shares,
        fields.idle,
        new ThreadActivity(fields.threads, fields.active, fields.busiest),
        fields.cpus,
        fields.before,
        fields.after,
        fields.steps);
  }

  private static void group(JsonParser json, String key, Fields fields) {
    switch (key) {
      case "path" -> fields.path = text(json);
      case "cpu_max" -> fields.limit = limit(text(json));
      case "burst_us" -> fields.burst = number(json);
      case "shares" -> fields.shares = (int) Math.min(number(json), Integer.MAX_VALUE);
      case "idle" -> fields.idle = json.getBooleanValue();
      case "threads" -> fields.threads = (int) Math.min(number(json), Integer.MAX_VALUE);
      case "active_threads" -> fields.active = (int) Math.min(number(json), Integer.MAX_VALUE);
      case "busiest_thread_ns" -> fields.busiest = number(json);
      case "cpus" -> fields.cpus = CpuSet.parse(text(json));
      case "before" -> fields.before = counters(json);
      case "after" -> fields.after = counters(json);
      case "usage_steps_ns" ->
          array(json, HostSnapshot.MAX_STEPS, () -> fields.steps.add(number(json)));
      default -> throw unknown(key);
    }
  }

  private static CpuLimit limit(String text) {
    Matcher words = CPU_MAX.matcher(text);
    if (!words.matches()) {
      throw new BandwidthException(
          "cpu_max '%s': expected a form such as 'max 100000' or '20000 100000'"
              .formatted(Printable.of(text, 60)));
    }
    String quota = words.group(1);
    return CpuLimit.of(
        quota.equals("max") ? CpuLimit.UNLIMITED : Long.parseLong(quota),
        Long.parseLong(words.group(2)));
  }

  private static CounterReading counters(JsonParser json) {
    EnumMap<Counter, Long> values = new EnumMap<>(Counter.class);
    Set<String> ignored =
        object(
            json,
            "an object of counters",
            key -> {
              Counter counter = COUNTERS.get(key);
              if (counter == null) {
                throw unknown(key);
              }
              values.put(counter, number(json));
            });
    return new CounterReading(values);
  }

  /** Walks the object the parser stands on; the consumer finds it on the value of each key. */
  private static Set<String> object(JsonParser json, String what, Consumer<String> property) {
    expect(json, JsonToken.START_OBJECT, what);
    Set<String> keys = new HashSet<>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = json.currentName();
      if (!keys.add(key)) {
        throw new BandwidthException("'%s' is there twice".formatted(Printable.of(key, 60)));
      }
      json.nextToken();
      property.accept(key);
    }
    return keys;
  }

  private static void array(JsonParser json, int most, Runnable element) {
    expect(json, JsonToken.START_ARRAY, "an array");
    for (int count = 0; json.nextToken() != JsonToken.END_ARRAY; count++) {
      if (count == most) {
        throw new BandwidthException("more than %d elements".formatted(most));
      }
      element.run();
    }
  }

  private static void require(JsonParser json, Set<String> keys, List<String> wanted) {
    expect(json, JsonToken.END_OBJECT, "the end of the object");
    for (String key : wanted) {
      if (!keys.contains(key)) {
        throw new BandwidthException("'%s' is missing".formatted(key));
      }
    }
  }

  private static String text(JsonParser json) {
    expect(json, JsonToken.VALUE_STRING, "a string");
    return json.getString();
  }

  private static long number(JsonParser json) {
    expect(json, JsonToken.VALUE_NUMBER_INT, "a whole number");
    long value = json.getLongValue();
    if (value < 0) {
      throw new BandwidthException("%d: expected 0 or more".formatted(value));
    }
    return value;
  }

  private static void expect(JsonParser json, JsonToken token, String what) {
    if (json.currentToken() != token) {
      throw new BandwidthException("expected " + what);
    }
  }

  private static BandwidthException unknown(String key) {
    return new BandwidthException("'%s' is not a key here".formatted(Printable.of(key, 60)));
  }
}
