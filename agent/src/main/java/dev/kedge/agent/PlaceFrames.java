package dev.kedge.agent;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodePlace;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.SourceLine;
import dev.kedge.profile.demangle.Demangler;
import dev.kedge.report.symbol.SourceFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes frames of what debug data tell about a place. Inlined functions are the same frames
 * wherever they were inlined: of most there are many places. One thread at a time.
 */
final class PlaceFrames {
  private static final int MAX_KEPT = 8_192;

  private record Key(CodeModule module, SourceFrame source) {}

  private final Map<Key, FrameDefinition> kept = new HashMap<>();

  /**
   * The frames of a place, innermost first.
   *
   * @param whole the function that holds the place, as its symbol names it
   * @param source functions inlined there and the one that holds them, empty where nothing is known
   */
  List<FrameDefinition> of(CodeModule module, NamedFrame whole, List<SourceFrame> source) {
    if (source.isEmpty()) {
      return List.of(FrameDefinition.of(whole));
    }
    List<FrameDefinition> frames = new ArrayList<>(source.size());
    for (SourceFrame frame : source.subList(0, source.size() - 1)) {
      frames.add(inlined(module, frame));
    }
    Optional<SourceLine> line = line(source.getLast());
    Optional<String> name = whole.function().or(() -> Optional.of(readable(source.getLast())));
    frames.add(FrameDefinition.of(new NamedFrame(whole.frame(), name, line)));
    return List.copyOf(frames);
  }

  private FrameDefinition inlined(CodeModule module, SourceFrame frame) {
    Key key = new Key(module, frame);
    FrameDefinition known = kept.get(key);
    if (known == null) {
      if (kept.size() >= MAX_KEPT) {
        kept.clear();
      }
      known = FrameDefinition.of(CodePlace.inlined(module, readable(frame), line(frame)));
      kept.put(key, known);
    }
    return known;
  }

  private static String readable(SourceFrame frame) {
    String name =
        frame.linkageName().isEmpty() ? frame.function() : Demangler.readable(frame.linkageName());
    return name.isEmpty() ? "[no name]" : name;
  }

  private static Optional<SourceLine> line(SourceFrame frame) {
    return frame.line() > 0
        ? Optional.of(new SourceLine(frame.file(), frame.line()))
        : Optional.empty();
  }
}
