package dev.kedge.profile.otlp;

import dev.kedge.model.BuildId;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.CodePlace;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.UnknownReason;
import dev.kedge.profile.demangle.Demangler;
import dev.kedge.profile.pprof.MappingNames;
import dev.kedge.profile.protobuf.MessageInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The stacks and frames that a message's tables stand for, each worked out once. */
final class OtlpFrames {
  private static final long ALL_FRAMES = 8_000_000;
  private static final Pattern BUILD_ID = Pattern.compile("(?:[0-9a-f]{2}){1,64}");

  // By the values of profile.frame.type in the semantic conventions; others go by their file.
  private static final Map<String, CodeOrigin> ORIGINS =
      Map.ofEntries(
          Map.entry("kernel", CodeOrigin.KERNEL),
          Map.entry("native", CodeOrigin.NATIVE),
          Map.entry("go", CodeOrigin.NATIVE),
          Map.entry("rust", CodeOrigin.NATIVE),
          Map.entry("jvm", CodeOrigin.JIT),
          Map.entry("dotnet", CodeOrigin.JIT),
          Map.entry("v8js", CodeOrigin.JIT),
          Map.entry("beam", CodeOrigin.JIT),
          Map.entry("luajit", CodeOrigin.JIT),
          Map.entry("cpython", CodeOrigin.INTERPRETER),
          Map.entry("php", CodeOrigin.INTERPRETER),
          Map.entry("perl", CodeOrigin.INTERPRETER),
          Map.entry("ruby", CodeOrigin.INTERPRETER));

  private final OtlpTables tables;
  private final Map<Integer, List<NamedFrame>> stacks = new HashMap<>();
  private final Map<Long, List<NamedFrame>> locations = new HashMap<>();
  private final Map<Integer, CodeModule> modules = new HashMap<>();
  private final Map<OtlpTables.Function, String> names = new HashMap<>();
  private final Map<String, CodeOrigin> origins = new HashMap<>();
  private final Map<String, UnknownReason> reasons = new HashMap<>();
  private long frames;

  OtlpFrames(OtlpTables tables) {
    this.tables = tables;
    Arrays.stream(UnknownReason.values())
        .forEach(reason -> reasons.put("[" + reason.text() + "]", reason));
  }

  /** Frames of a stack, leaf first; the same list whenever it is asked for. */
  List<NamedFrame> stack(int index, MessageInput input) {
    List<NamedFrame> known = stacks.get(index);
    if (known == null) {
      List<NamedFrame> stack = new ArrayList<>();
      OtlpTables.Indices indices = tables.stack(index, input);
      for (int i = 0; i < indices.count(); i++) {
        stack.addAll(location(indices.at(i), input));
        if (frames + stack.size() > ALL_FRAMES) {
          throw input.error("more than %d frames in all stacks".formatted(ALL_FRAMES));
        }
      }
      frames += stack.size();
      known = List.copyOf(stack);
      stacks.put(index, known);
    }
    return known;
  }

  /** Frames of a location, innermost first; more than one where functions were inlined. */
  private List<NamedFrame> location(long index, MessageInput input) {
    List<NamedFrame> known = locations.get(index);
    if (known == null) {
      OtlpTables.Location location = tables.location(index, input);
      List<NamedFrame> inlined = new ArrayList<>(1);
      for (int i = 0; i < location.functions().count(); i++) {
        OtlpTables.Function function = tables.function(location.functions().at(i), input);
        boolean last = i + 1 == location.functions().count();
        inlined.add(
            last
                ? frame(location, Optional.of(function), input)
                : inlined(location, function, input));
      }
      known =
          inlined.isEmpty()
              ? List.of(frame(location, Optional.empty(), input))
              : List.copyOf(inlined);
      locations.put(index, known);
    }
    return known;
  }

  /** A function at a place that has another one around it; as any frame where it has no name. */
  private NamedFrame inlined(
      OtlpTables.Location location, OtlpTables.Function function, MessageInput input) {
    NamedFrame frame = frame(location, Optional.of(function), input);
    return frame.frame() instanceof Frame.Code code && frame.function().isPresent()
        ? CodePlace.inlined(code.module(), frame.function().get())
        : frame;
  }

  private NamedFrame frame(
      OtlpTables.Location location, Optional<OtlpTables.Function> function, MessageInput input) {
    Optional<String> name =
        function
            .map(f -> names.computeIfAbsent(f, _ -> name(f, input)))
            .filter(text -> !text.isEmpty());
    String type = attribute(location.attributes(), OtlpNames.FRAME_TYPE, input);
    boolean placed = location.mapping() != 0;
    if (!placed && name.isEmpty() && !type.equals("kernel")) {
      return new NamedFrame(new Frame.Unknown(UnknownReason.NO_MAPPING), Optional.empty());
    }
    if (!placed && type.isEmpty()) {
      UnknownReason reason = reasons.get(name.orElse(""));
      if (reason != null) {
        return new NamedFrame(new Frame.Unknown(reason), Optional.empty());
      }
    }
    CodeModule module =
        placed ? module(location.mapping(), type, input) : unmapped(function, type, input);
    return new NamedFrame(
        new Frame.Code(
            origin(location, type, module.path(), input), module, offset(location, input)),
        name);
  }

  private String name(OtlpTables.Function function, MessageInput input) {
    String name = tables.text(function.name(), input);
    return name.isEmpty() ? Demangler.readable(tables.text(function.systemName(), input)) : name;
  }

  private CodeOrigin origin(
      OtlpTables.Location location, String type, String path, MessageInput input) {
    String own = attribute(location.attributes(), OtlpNames.ORIGIN, input);
    return Arrays.stream(CodeOrigin.values())
        .filter(origin -> origin.name().equals(own))
        .findFirst()
        .or(() -> Optional.ofNullable(ORIGINS.get(type)))
        .orElseGet(() -> origins.computeIfAbsent(path, MappingNames::origin));
  }

  /**
   * Offset in the file. Some profilers give addresses of a process, as the format says, others
   * places in the file beside mappings of a process.
   */
  private long offset(OtlpTables.Location location, MessageInput input) {
    long address = location.address();
    if (location.mapping() == 0) {
      return address;
    }
    OtlpTables.Mapping mapping = tables.mapping(location.mapping(), input);
    boolean inside =
        Long.compareUnsigned(address, mapping.start()) >= 0
            && Long.compareUnsigned(address, mapping.limit()) < 0;
    return inside ? address - mapping.start() + mapping.offset() : address;
  }

  private CodeModule module(int index, String type, MessageInput input) {
    CodeModule known = modules.get(index);
    if (known == null) {
      OtlpTables.Mapping mapping = tables.mapping(index, input);
      known =
          new CodeModule(
              path(MappingNames.fromPprof(tables.text(mapping.fileName(), input)), type),
              buildId(mapping, input));
      modules.put(index, known);
    }
    return known;
  }

  /** A frame of a language beside no file of its own is in its source file, or in its runtime. */
  private CodeModule unmapped(
      Optional<OtlpTables.Function> function, String type, MessageInput input) {
    String file = function.map(f -> tables.text(f.fileName(), input)).orElse("");
    return new CodeModule(
        path(file.isEmpty() || type.equals("kernel") ? "" : file, type), Optional.empty());
  }

  private static String path(String path, String type) {
    if (type.equals("kernel") && (path.isEmpty() || path.equals("vmlinux"))) {
      return "[kernel]";
    }
    return path.isEmpty() && !type.isEmpty() && !type.equals("native") ? "[" + type + "]" : path;
  }

  /** The GNU build-id, else the hash of the file by which OpenTelemetry's profiler knows it. */
  private Optional<BuildId> buildId(OtlpTables.Mapping mapping, MessageInput input) {
    String gnu = attribute(mapping.attributes(), OtlpNames.GNU_BUILD_ID, input);
    String id = gnu.isEmpty() ? attribute(mapping.attributes(), OtlpNames.FILE_HASH, input) : gnu;
    return Optional.of(id.toLowerCase(Locale.ROOT))
        .filter(hex -> BUILD_ID.matcher(hex).matches())
        .map(BuildId::new);
  }

  private String attribute(OtlpTables.Indices indices, String key, MessageInput input) {
    for (int i = 0; i < indices.count(); i++) {
      OtlpAttribute attribute = tables.attribute(indices.at(i), input);
      if (attribute.key(tables, input).equals(key)) {
        return attribute.value(tables, input);
      }
    }
    return "";
  }
}
