package dev.kedge.profile.pprof;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.kedge.profile.protobuf.MessageInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything of a pprof message but its samples, as it stands there. */
final class PprofTables {
  private static final int STRINGS = 1_000_000;
  private static final int ENTRIES = 500_000;
  private static final int LINES = 256;
  private static final int ALL_LINES = 2_000_000;
  private static final int SHORT_LIST = 10_000;

  record ValueType(int type, int unit) {}

  record Mapping(long id, long start, long offset, int fileName, int buildId) {}

  record Location(long mapping, long address, List<Line> lines) {}

  record Line(long function, long number) {}

  record Function(int name, int file) {}

  final List<ValueType> sampleTypes = new ArrayList<>();
  final Map<Long, Mapping> mappings = new HashMap<>();
  final Map<Long, Location> locations = new HashMap<>();

  final Map<Long, Function> functions = new HashMap<>();

  final List<Integer> comments = new ArrayList<>();
  long firstMapping;
  long timeNanos;
  long durationNanos;
  ValueType periodType = new ValueType(0, 0);
  long period;

  private final byte[] bytes;
  private int[] stringStarts = new int[64];
  private int[] stringLengths = new int[64];
  private int strings;
  // Decoded at first use and then shared: many entries may point to one long text.
  private final Map<Integer, String> texts = new HashMap<>();
  private int lines;

  PprofTables(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes in one field of the outermost message; false when it is none of the tables'. */
  boolean field(int tag, MessageInput input) throws IOException {
    CodedInputStream in = input.coded();
    switch (tag) {
      case (PprofFields.SAMPLE_TYPE << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
          bounded(sampleTypes, SHORT_LIST, "sample types", input).add(valueType(input));
      case (PprofFields.MAPPING << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED -> mapping(input);
      case (PprofFields.LOCATION << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED -> location(input);
      case (PprofFields.FUNCTION << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED -> function(input);
      case (PprofFields.STRING_TABLE << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED -> string(input);
      case PprofFields.TIME_NANOS << 3 -> timeNanos = in.readInt64();
      case PprofFields.DURATION_NANOS << 3 -> durationNanos = in.readInt64();
      case (PprofFields.PERIOD_TYPE << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
          periodType = valueType(input);
      case PprofFields.PERIOD << 3 -> period = in.readInt64();
      case PprofFields.COMMENT << 3 -> comment(in.readInt64(), input);
      case (PprofFields.COMMENT << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
          input.packed(value -> comment(value, input));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A text of the string table. */
  String text(int index, MessageInput input) {
    if (index < 0 || index >= strings) {
      // Index 0 is the empty text by definition, even where a writer left the table out.
      if (index == 0) {
        return "";
      }
      throw input.error("string %d, but the table has %d".formatted(index, strings));
    }
    return texts.computeIfAbsent(
        index, i -> new String(bytes, stringStarts[i], stringLengths[i], StandardCharsets.UTF_8));
  }

  private ValueType valueType(MessageInput input) throws IOException {
    int[] fields = new int[2];
    input.message((tag, in) -> {
      switch (tag) {
        case PprofFields.VALUE_TYPE_TYPE << 3 -> fields[0] = input.index(in.readInt64());
        case PprofFields.VALUE_TYPE_UNIT << 3 -> fields[1] = input.index(in.readInt64());
        default -> {
          return false;
        }
      }
      return true;
    });
    return new ValueType(fields[0], fields[1]);
  }

  private void mapping(MessageInput input) throws IOException {
    long[] fields = new long[PprofFields.MAPPING_HAS_FUNCTIONS];
    input.message((tag, in) -> {
      int field = tag >>> 3;
      if ((tag & 7) != WireFormat.WIRETYPE_VARINT || field >= fields.length) {
        return false;
      }
      fields[field] = in.readInt64();
      return true;
    });
    long id = fields[PprofFields.MAPPING_ID];
    if (mappings.isEmpty()) {
      firstMapping = id;
    }
    define(
        mappings,
        id,
        new Mapping(
            id,
            fields[PprofFields.MAPPING_START],
            fields[PprofFields.MAPPING_OFFSET],
            input.index(fields[PprofFields.MAPPING_FILENAME]),
            input.index(fields[PprofFields.MAPPING_BUILD_ID])),
        "mapping",
        input);
  }

  private void location(MessageInput input) throws IOException {
    long[] fields = new long[PprofFields.LOCATION_ADDRESS + 1];
    List<Line> found = new ArrayList<>();
    input.message((tag, in) -> {
      switch (tag) {
        case PprofFields.LOCATION_ID << 3,
            PprofFields.LOCATION_MAPPING_ID << 3,
            PprofFields.LOCATION_ADDRESS << 3 ->
            fields[tag >>> 3] = in.readUInt64();
        case (PprofFields.LOCATION_LINE << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
            bounded(found, LINES, "lines of a location", input).add(line(input));
        default -> {
          return false;
        }
      }
      return true;
    });
    define(
        locations,
        fields[PprofFields.LOCATION_ID],
        new Location(
            fields[PprofFields.LOCATION_MAPPING_ID],
            fields[PprofFields.LOCATION_ADDRESS],
            List.copyOf(found)),
        "location",
        input);
  }

  private Line line(MessageInput input) throws IOException {
    if (++lines > ALL_LINES) {
      throw input.error("more than %d lines in all locations".formatted(ALL_LINES));
    }
    long[] fields = new long[2];
    input.message((tag, in) -> {
      switch (tag) {
        case PprofFields.LINE_FUNCTION_ID << 3 -> fields[0] = in.readUInt64();
        case PprofFields.LINE_LINE << 3 -> fields[1] = in.readInt64();
        default -> {
          return false;
        }
      }
      return true;
    });
    return new Line(fields[0], fields[1]);
  }

  private void function(MessageInput input) throws IOException {
    long[] fields = new long[3];
    input.message((tag, in) -> {
      switch (tag) {
        case PprofFields.FUNCTION_ID << 3 -> fields[0] = in.readUInt64();
        case PprofFields.FUNCTION_NAME << 3 -> fields[1] = in.readInt64();
        case PprofFields.FUNCTION_FILENAME << 3 -> fields[2] = in.readInt64();
        default -> {
          return false;
        }
      }
      return true;
    });
    Function function = new Function(input.index(fields[1]), input.index(fields[2]));
    define(functions, fields[0], function, "function", input);
  }

  private void string(MessageInput input) throws IOException {
    if (strings == STRINGS) {
      throw input.error("more than %d strings".formatted(STRINGS));
    }
    if (strings == stringStarts.length) {
      stringStarts = Arrays.copyOf(stringStarts, strings * 2);
      stringLengths = Arrays.copyOf(stringLengths, strings * 2);
    }
    int length = input.length();
    stringStarts[strings] = input.coded().getTotalBytesRead();
    stringLengths[strings++] = length;
    input.coded().skipRawBytes(length);
  }

  private void comment(long value, MessageInput input) {
    bounded(comments, SHORT_LIST, "comments", input).add(input.index(value));
  }

  private static <T> List<T> bounded(List<T> list, int limit, String what, MessageInput input) {
    if (list.size() == limit) {
      throw input.error("more than %d %s".formatted(limit, what));
    }
    return list;
  }

  private static <V> void define(
      Map<Long, V> map, long id, V value, String what, MessageInput input) {
    if (id == 0 || map.putIfAbsent(id, value) != null) {
      throw input.error("%s id %d is zero or used twice".formatted(what, id));
    }
    if (map.size() > ENTRIES) {
      throw input.error("more than %d %ss".formatted(ENTRIES, what));
    }
  }
}
