package dev.kedge.profile.pprof;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Namespaces;
import dev.kedge.profile.Profile;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.protobuf.MessageInput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one pprof message in two passes: the tables, which mostly stand behind, then the samples,
 * which need them. Used once.
 */
final class PprofReader {
  private static final int SAMPLES = 1_000_000;
  private static final int FRAMES = 8_000_000;

  private final byte[] bytes;
  private final PprofTables tables;
  private final List<WeightedStack> stacks = new ArrayList<>();
  private long frames;
  private long total;
  private int samples;

  PprofReader(byte[] bytes) {
    this.bytes = bytes;
    this.tables = new PprofTables(bytes);
  }

  Profile read() throws IOException {
    MessageInput input = new MessageInput(bytes);
    try {
      MessageInput first = input;
      first.fields((tag, in) -> tables.field(tag, first));
      PprofFrames named = new PprofFrames(tables, first);
      PprofSampleTypes types = new PprofSampleTypes(tables, first);
      input = new MessageInput(bytes);
      MessageInput second = input;
      second.fields((tag, in) -> {
        if (tag != ((PprofFields.SAMPLE << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
          return false;
        }
        sample(named, types, second);
        return true;
      });
      return new Profile(
          range(), types.kind(), Duration.ofNanos(types.period()), stacks, named.lost());
    } catch (InvalidProtocolBufferException e) {
      throw input.error("not a pprof message: " + e.getMessage(), e);
    }
  }

  private TimeRange range() {
    Instant start =
        Instant.ofEpochSecond(
            Math.floorDiv(tables.timeNanos, 1_000_000_000L),
            Math.floorMod(tables.timeNanos, 1_000_000_000L));
    return new TimeRange(start, start.plusNanos(Math.max(0, tables.durationNanos)));
  }

  private void sample(PprofFrames named, PprofSampleTypes types, MessageInput input)
      throws IOException {
    if (++samples > SAMPLES) {
      throw input.error("more than %d samples".formatted(SAMPLES));
    }
    Sample sample = new Sample(named, input);
    input.message(sample::field);
    long count = types.count(sample.values, input);
    if (count == 0) {
      return;
    }
    total += count;
    if (total < 0) {
      throw input.error("the sum of all samples passes 2^63");
    }
    stacks.add(
        new WeightedStack(sample.command, sample.pid, sample.stack, count, sample.namespaces));
  }

  /** One sample as far as it has been read. */
  private final class Sample {
    private final PprofFrames named;
    private final MessageInput input;
    private final List<NamedFrame> stack = new ArrayList<>();
    private final List<Long> values = new ArrayList<>(2);
    private String command;
    private int pid = -1;
    private Namespaces namespaces = Namespaces.HOST;

    Sample(PprofFrames named, MessageInput input) {
      this.named = named;
      this.input = input;
      this.command = named.defaultCommand();
    }

    boolean field(int tag, CodedInputStream in) throws IOException {
      switch (tag) {
        case PprofFields.SAMPLE_LOCATION_ID << 3 -> location(in.readUInt64());
        case (PprofFields.SAMPLE_LOCATION_ID << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
            input.packed(this::location);
        case PprofFields.SAMPLE_VALUE << 3 -> value(in.readInt64());
        case (PprofFields.SAMPLE_VALUE << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
            input.packed(this::value);
        case (PprofFields.SAMPLE_LABEL << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED -> label();
        default -> {
          return false;
        }
      }
      return true;
    }

    private void location(long id) {
      List<NamedFrame> inlined = named.of(id, input);
      frames += inlined.size();
      if (frames > FRAMES) {
        throw input.error("more than %d frames in all stacks".formatted(FRAMES));
      }
      stack.addAll(inlined);
    }

    private void value(long value) {
      if (values.size() == tables.sampleTypes.size()) {
        throw input.error(
            "a sample has more values than the %d sample types".formatted(values.size()));
      }
      values.add(value);
    }

    private void namespaces(String text) {
      try {
        namespaces = new Namespaces(text);
      } catch (IllegalArgumentException e) {
        // Of the same name, but not one that Kedge wrote.
        namespaces = Namespaces.HOST;
      }
    }

    private void label() throws IOException {
      long[] fields = new long[PprofFields.LABEL_NUM + 1];
      input.message((tag, in) -> {
        int field = tag >>> 3;
        if ((tag & 7) != WireFormat.WIRETYPE_VARINT || field >= fields.length) {
          return false;
        }
        fields[field] = in.readInt64();
        return true;
      });
      switch (tables.text(input.index(fields[PprofFields.LABEL_KEY]), input)) {
        case PprofFields.PROCESS_LABEL, "comm" ->
            command = tables.text(input.index(fields[PprofFields.LABEL_STR]), input);
        case PprofFields.PID_LABEL -> {
          long number = fields[PprofFields.LABEL_NUM];
          pid = number == (int) number && number >= 0 ? (int) number : -1;
        }
        case PprofFields.NAMESPACES_LABEL ->
            namespaces(tables.text(input.index(fields[PprofFields.LABEL_STR]), input));
        default -> {
          // A label of another tool.
        }
      }
    }
  }
}
