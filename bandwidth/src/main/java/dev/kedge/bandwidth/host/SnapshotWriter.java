package dev.kedge.bandwidth.host;

import java.util.Locale;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/** Writes the JSON of {@link SnapshotFile}; what is unknown or at its default is left out. */
final class SnapshotWriter {
  private SnapshotWriter() {}

  static void write(HostSnapshot snapshot, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("format", SnapshotFile.FORMAT);
    json.writeNumberProperty("version", SnapshotFile.VERSION);
    json.writeStringProperty("kernel", snapshot.kernelRelease());
    json.writeNumberProperty("cpus", snapshot.cpus());
    optional(json, "tick_ns", snapshot.tickNs());
    optional(json, "base_slice_ns", snapshot.baseSliceNs());
    optional(json, "bandwidth_slice_ns", snapshot.bandwidthSliceNs());
    json.writeStringProperty("cgroup", snapshot.cgroups().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("taken_at", snapshot.takenAt().toString());
    json.writeNumberProperty("interval_ns", snapshot.intervalNs());
    if (snapshot.stepNs() > 0) {
      json.writeNumberProperty("step_ns", snapshot.stepNs());
    }
    json.writeArrayPropertyStart("unread");
    snapshot.unread().forEach(json::writeString);
    json.writeEndArray();
    json.writeArrayPropertyStart("groups");
    snapshot.groups().forEach(group -> group(group, json));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void group(GroupSnapshot group, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("path", group.path());
    json.writeStringProperty("cpu_max", group.limit().cpuMax());
    if (group.limit().burstUs() > 0) {
      json.writeNumberProperty("burst_us", group.limit().burstUs());
    }
    json.writeNumberProperty("shares", group.shares());
    if (group.idle()) {
      json.writeBooleanProperty("idle", true);
    }
    json.writeNumberProperty("threads", group.threads().count());
    if (group.threads().measured()) {
      json.writeNumberProperty("active_threads", group.threads().active());
      json.writeNumberProperty("busiest_thread_ns", group.threads().busiestNs());
    }
    if (!group.cpus().isAll()) {
      json.writeStringProperty("cpus", group.cpus().toString());
    }
    counters(json, "before", group.before());
    counters(json, "after", group.after());
    if (!group.usageSteps().isEmpty()) {
      json.writeArrayPropertyStart("usage_steps_ns");
      group.usageSteps().forEach(json::writeNumber);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void counters(JsonGenerator json, String name, CounterReading reading) {
    json.writeObjectPropertyStart(name);
    reading.values().forEach((counter, value) -> json.writeNumberProperty(counter.key(), value));
    json.writeEndObject();
  }

  private static void optional(JsonGenerator json, String name, OptionalLong value) {
    value.ifPresent(number -> json.writeNumberProperty(name, number));
  }
}
