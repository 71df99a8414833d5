package dev.kedge.profile.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.protobuf.MessageInput;
import dev.kedge.profile.recording.CountedSample;
import dev.kedge.profile.recording.RecordedSample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the samples of a message's profiles, one profile after the other. */
final class OtlpSamples {
  private static final int SAMPLES = 1_000_000;
  private static final int ATTRIBUTES = 128;

  private final OtlpFrames frames;
  private final OtlpTables tables;
  private int samples;

  OtlpSamples(OtlpTables tables) {
    this.tables = tables;
    this.frames = new OtlpFrames(tables);
  }

  /** Who took a sample, and on which CPU. */
  private record Place(SampledTask task, int cpu) {}

  /**
   * Reads the samples of one profile.
   *
   * @param shared attributes of its resource and itself
   * @param timed takes those with times
   * @param counted takes those without
   * @return samples without times where only times tell how many there were
   */
  long read(
      MessageInput input,
      OtlpSampleTypes types,
      Map<String, String> shared,
      List<RecordedSample> timed,
      List<CountedSample> counted)
      throws IOException {
    Profile profile = new Profile(input, types, shared, timed, counted);
    input.fields((tag, _) -> {
      if (tag != ((OtlpFields.SAMPLES << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        return false;
      }
      Sample sample = new Sample(input);
      input.message(sample::field);
      profile.add(sample);
      return true;
    });
    return profile.skipped;
  }

  /** One sample as it stands there. */
  private static final class Sample {
    private final MessageInput input;
    private final List<Long> attributes = new ArrayList<>(4);
    private final List<Long> values = new ArrayList<>(1);
    private final List<Long> times = new ArrayList<>();
    private int stack;

    Sample(MessageInput input) {
      this.input = input;
    }

    boolean field(int tag, CodedInputStream in) throws IOException {
      switch (tag) {
        case OtlpFields.STACK_INDEX << 3 -> stack = input.index(in.readInt64());
        case (OtlpFields.LINK_INDEX << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
            throw input.error(
                "the samples have the form of opentelemetry-proto 1.9 or older; 1.10 or newer is"
                    + " read");
        default -> {
          return input.varints(tag, OtlpFields.SAMPLE_ATTRIBUTE_INDICES, this::attribute)
              || input.varints(tag, OtlpFields.VALUES, value -> add(value, values))
              || input.fixed64s(tag, OtlpFields.TIMESTAMPS_UNIX_NANO, value -> add(value, times));
        }
      }
      return true;
    }

    private void attribute(long index) {
      if (attributes.size() == ATTRIBUTES) {
        throw input.error("more than %d attributes of a sample".formatted(ATTRIBUTES));
      }
      attributes.add(index);
    }

    private void add(long value, List<Long> to) {
      if (value < 0) {
        throw input.error("a value or time of a sample is %d; expected 0 or more".formatted(value));
      }
      if (to.size() == SAMPLES) {
        throw input.error("more than %d values of a sample".formatted(SAMPLES));
      }
      to.add(value);
    }
  }

  /** The samples of one profile. */
  private final class Profile {
    private final MessageInput input;
    private final OtlpSampleTypes types;
    private final Map<String, String> shared;
    private final List<RecordedSample> timed;
    private final List<CountedSample> counted;
    private final Map<List<Long>, Place> places = new HashMap<>();
    private long total;
    private long skipped;

    Profile(
        MessageInput input,
        OtlpSampleTypes types,
        Map<String, String> shared,
        List<RecordedSample> timed,
        List<CountedSample> counted) {
      this.input = input;
      this.types = types;
      this.shared = shared;
      this.timed = timed;
      this.counted = counted;
    }

    void add(Sample sample) {
      List<Long> values = sample.values;
      List<Long> times = sample.times;
      if (!values.isEmpty() && !times.isEmpty() && values.size() != times.size()) {
        throw input.error(
            "a sample has %d values and %d times; expected as many, or none of one"
                .formatted(values.size(), times.size()));
      }
      Place place = places.computeIfAbsent(sample.attributes, this::place);
      List<NamedFrame> stack = frames.stack(sample.stack, input);
      for (int i = 0; i < times.size(); i++) {
        long count = values.isEmpty() ? 1 : types.timedCount(values.get(i));
        for (long n = 0; n < count; n++) {
          one();
          timed.add(new RecordedSample(times.get(i), place.cpu(), place.task(), stack));
        }
      }
      if (times.isEmpty()) {
        counted(values, place, stack);
      }
    }

    private void counted(List<Long> values, Place place, List<NamedFrame> stack) {
      long count = 0;
      for (long value : values) {
        count += types.count(value);
        if (count < 0 || total + count < 0) {
          throw input.error("the sum of all samples passes 2^63");
        }
        skipped += types.divisor() == 0 ? 1 : 0;
      }
      if (count > 0) {
        one();
        total += count;
        counted.add(new CountedSample(place.task(), stack, count));
      }
    }

    private void one() {
      if (++samples > SAMPLES) {
        throw input.error("more than %d samples".formatted(SAMPLES));
      }
    }

    private Place place(List<Long> indices) {
      Map<String, String> attributes = new HashMap<>(shared);
      for (long index : indices) {
        tables.attribute(index, input).into(attributes, tables, input);
      }
      return new Place(OtlpTasks.task(attributes), OtlpTasks.cpu(attributes));
    }
  }
}
