package dev.kedge.profile.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.otlp.OtlpSampleTypes.ValueType;
import dev.kedge.profile.protobuf.MessageInput;
import dev.kedge.profile.recording.CountedSample;
import dev.kedge.profile.recording.RecordedSample;
import dev.kedge.profile.recording.Recording;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one profile in two passes: what its samples are, then the samples. Used once. */
final class OtlpProfileReader {
  private final MessageInput head;
  private final OtlpTables tables;
  private final OtlpResource resource;
  private final Map<String, String> attributes;
  private ValueType sampleType = ValueType.NONE;
  private ValueType periodType = ValueType.NONE;
  private long start;
  private long duration;
  private long period;

  OtlpProfileReader(MessageInput head, OtlpTables tables, Map<String, String> resource) {
    this.head = head;
    this.tables = tables;
    this.resource = OtlpResource.of(resource);
    this.attributes = new HashMap<>(resource);
  }

  /** Reads everything but the samples. */
  void head() throws IOException {
    head.fields(this::field);
  }

  private boolean field(int tag, CodedInputStream in) throws IOException {
    switch (tag) {
      case (OtlpFields.SAMPLE_TYPE << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
          sampleType = valueType();
      case (OtlpFields.PERIOD_TYPE << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
          periodType = valueType();
      case (OtlpFields.TIME_UNIX_NANO << 3) | WireFormat.WIRETYPE_FIXED64 ->
          start = in.readFixed64();
      case OtlpFields.DURATION_NANO << 3 -> duration = in.readUInt64();
      case OtlpFields.PERIOD << 3 -> period = in.readInt64();
      default -> {
        return head.varints(
            tag,
            OtlpFields.PROFILE_ATTRIBUTE_INDICES,
            index -> tables.attribute(index, head).into(attributes, tables, head));
      }
    }
    return true;
  }

  private ValueType valueType() throws IOException {
    int[] fields = new int[OtlpFields.UNIT_STRINDEX + 1];
    head.message((tag, in) -> {
      switch (tag) {
        case OtlpFields.TYPE_STRINDEX << 3, OtlpFields.UNIT_STRINDEX << 3 ->
            fields[tag >>> 3] = head.index(in.readInt64());
        default -> {
          return false;
        }
      }
      return true;
    });
    return new ValueType(
        tables.text(fields[OtlpFields.TYPE_STRINDEX], head),
        tables.text(fields[OtlpFields.UNIT_STRINDEX], head));
  }

  /** Reads the samples; empty when Kedge has no kind for them. */
  Optional<OtlpProfile> samples(MessageInput input, OtlpSamples samples) throws IOException {
    Optional<OtlpSampleTypes> types = OtlpSampleTypes.of(sampleType, periodType, period);
    if (types.isEmpty()) {
      return Optional.empty();
    }
    List<RecordedSample> timed = new ArrayList<>();
    List<CountedSample> counted = new ArrayList<>();
    long skipped = samples.read(input, types.get(), attributes, timed, counted);
    return Optional.of(
        new OtlpProfile(
            resource,
            range(),
            new Recording(
                types.get().kind(),
                Duration.ofNanos(types.get().period()),
                true,
                timed,
                lost(),
                skipped),
            counted));
  }

  /** Why the profile is left out. */
  String refusal() {
    return "samples of %s are none of CPU time, context switches and page faults"
        .formatted(sampleType);
  }

  private long lost() {
    try {
      return Math.max(0, Long.parseLong(attributes.getOrDefault(OtlpNames.LOST, "0")));
    } catch (NumberFormatException e) {
      // Not written by Kedge.
      return 0;
    }
  }

  private TimeRange range() {
    Instant first =
        Instant.ofEpochSecond(
            Math.floorDiv(start, 1_000_000_000L), Math.floorMod(start, 1_000_000_000L));
    return new TimeRange(first, first.plusNanos(Math.max(0, duration)));
  }
}
