package dev.kedge.profile.pprof;

import dev.kedge.model.BuildId;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.CodePlace;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.SourceLine;
import dev.kedge.profile.UnknownReason;
import dev.kedge.profile.protobuf.MessageInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The frames that the locations of a pprof file stand for, each worked out once. */
final class PprofFrames {
  private static final Pattern BUILD_ID = Pattern.compile("(?:[0-9a-f]{2}){1,64}");

  private record Module(CodeOrigin origin, CodeModule module, PprofTables.Mapping mapping) {}

  private final PprofTables tables;
  private final Map<Long, Module> modules = new HashMap<>();
  private final Map<Long, List<NamedFrame>> frames = new HashMap<>();
  private final Map<String, UnknownReason> reasons = new HashMap<>();
  private final Map<Long, CodeOrigin> origins = new HashMap<>();
  private final String defaultCommand;
  private long lost;

  PprofFrames(PprofTables tables, MessageInput input) {
    this.tables = tables;
    for (UnknownReason reason : UnknownReason.values()) {
      reasons.put("[" + reason.text() + "]", reason);
    }
    for (int comment : tables.comments) {
      comment(tables.text(comment, input));
    }
    defaultCommand =
        tables.mappings.isEmpty() ? "" : module(tables.firstMapping, input).module().shortName();
  }

  long lost() {
    return lost;
  }

  /** Name of the process where a sample gives none. */
  String defaultCommand() {
    return defaultCommand;
  }

  /** Frames of a location, innermost first; more than one where functions were inlined. */
  List<NamedFrame> of(long location, MessageInput input) {
    List<NamedFrame> known = frames.get(location);
    if (known == null) {
      known = frames(location, input);
      frames.put(location, known);
    }
    return known;
  }

  private List<NamedFrame> frames(long id, MessageInput input) {
    PprofTables.Location location = tables.locations.get(id);
    if (location == null) {
      throw input.error("location %d is not in the table".formatted(id));
    }
    List<NamedFrame> result = new ArrayList<>();
    for (int i = 0; i < location.lines().size(); i++) {
      PprofTables.Line line = location.lines().get(i);
      PprofTables.Function function = tables.functions.get(line.function());
      if (function == null) {
        throw input.error("function %d is not in the table".formatted(line.function()));
      }
      String name = tables.text(function.name(), input);
      boolean inlined = i + 1 < location.lines().size() && !name.isEmpty();
      Optional<SourceLine> source = source(tables.text(function.file(), input), line.number());
      result.add(
          inlined
              ? CodePlace.inlined(module(location, input), name, source)
              : frame(location, name, source, input));
    }
    return result.isEmpty()
        ? List.of(frame(location, "", Optional.empty(), input))
        : List.copyOf(result);
  }

  private static Optional<SourceLine> source(String file, long line) {
    return file.isEmpty() || line <= 0 || line > Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(new SourceLine(file, (int) line));
  }

  private CodeModule module(PprofTables.Location location, MessageInput input) {
    return location.mapping() == 0
        ? new CodeModule("", Optional.empty())
        : module(location.mapping(), input).module();
  }

  private NamedFrame frame(
      PprofTables.Location location, String name, Optional<SourceLine> source, MessageInput input) {
    if (location.mapping() == 0) {
      UnknownReason reason = name.isEmpty() ? UnknownReason.NO_MAPPING : reasons.get(name);
      return reason != null
          ? new NamedFrame(new Frame.Unknown(reason), Optional.empty())
          : new NamedFrame(
              new Frame.Code(
                  CodeOrigin.NATIVE, new CodeModule("", Optional.empty()), location.address()),
              Optional.of(name),
              source);
    }
    Module module = module(location.mapping(), input);
    NamedFrame nameless =
        new NamedFrame(
            new Frame.Code(
                module.origin(),
                module.module(),
                location.address() - module.mapping().start() + module.mapping().offset()),
            Optional.empty(),
            source);
    return name.isEmpty() || name.equals(nameless.displayName())
        ? nameless
        : new NamedFrame(nameless.frame(), Optional.of(name), source);
  }

  private Module module(long id, MessageInput input) {
    Module known = modules.get(id);
    if (known != null) {
      return known;
    }
    PprofTables.Mapping mapping = tables.mappings.get(id);
    if (mapping == null) {
      throw input.error("mapping %d is not in the table".formatted(id));
    }
    String path = MappingNames.fromPprof(tables.text(mapping.fileName(), input));
    String buildId = tables.text(mapping.buildId(), input).toLowerCase(Locale.ROOT);
    Module module =
        new Module(
            origins.getOrDefault(id, MappingNames.origin(path)),
            new CodeModule(
                path,
                // Other tools put other things here, a Go build id for example.
                BUILD_ID.matcher(buildId).matches()
                    ? Optional.of(new BuildId(buildId))
                    : Optional.empty()),
            mapping);
    modules.put(id, module);
    return module;
  }

  /** Takes in what Kedge notes in comments; anyone may write such a comment, in any form. */
  private void comment(String text) {
    try {
      if (text.startsWith(PprofFields.LOST_COMMENT)) {
        lost = Math.max(0, Long.parseLong(text.substring(PprofFields.LOST_COMMENT.length())));
      } else if (text.startsWith(PprofFields.ORIGIN_COMMENT)) {
        int equals = text.indexOf('=');
        origins.put(
            Long.parseLong(text, PprofFields.ORIGIN_COMMENT.length(), Math.max(0, equals), 10),
            CodeOrigin.valueOf(text.substring(equals + 1)));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // A comment of this form that does not parse was not written by Kedge.
    }
  }
}
