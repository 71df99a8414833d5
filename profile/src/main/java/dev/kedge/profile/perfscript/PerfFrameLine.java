package dev.kedge.profile.perfscript;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.UnknownReason;
import dev.kedge.profile.pprof.MappingNames;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Frames as perf prints them: {@code address symbol+0xoffset (module)}. */
final class PerfFrameLine {
  private static final String UNKNOWN = "[unknown]";
  private static final String DELETED = " (deleted))";
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-f]{1,16}");
  private static final Pattern IN_SYMBOL = Pattern.compile("\\+0x[0-9a-f]{1,16}$");
  private static final Pattern KERNEL_MODULE =
      Pattern.compile(".*/([^/]{1,64})\\.ko(?:\\.(?:gz|xz|zst))?");

  private PerfFrameLine() {}

  /** The frame of a line; empty for what is none, a source line for example. */
  static Optional<NamedFrame> of(String line) {
    String text = line.strip();
    int space = text.indexOf(' ');
    if (space < 0 || !ADDRESS.matcher(text.substring(0, space)).matches()) {
      return Optional.empty();
    }
    String rest = text.substring(space + 1).strip();
    String module = "";
    if (rest.endsWith(")")) {
      String whole =
          rest.endsWith(DELETED) ? rest.substring(0, rest.length() - DELETED.length()) + ")" : rest;
      int open = whole.startsWith("(") ? 0 : whole.lastIndexOf(" (");
      if (open >= 0) {
        module = whole.substring(whole.indexOf('(', open) + 1, whole.length() - 1);
        rest = whole.substring(0, open).strip();
      }
    }
    return Optional.of(frame(rest, module));
  }

  private static NamedFrame frame(String symbol, String dso) {
    Matcher offset = IN_SYMBOL.matcher(symbol);
    String name = offset.find() ? symbol.substring(0, offset.start()) : symbol;
    boolean nameless = name.isEmpty() || name.equals(UNKNOWN);
    boolean placeless = dso.isEmpty() || dso.equals(UNKNOWN);
    if (nameless && placeless) {
      return new NamedFrame(new Frame.Unknown(UnknownReason.NO_MAPPING), Optional.empty());
    }
    // With "-F +dsoff" the place in the file stands behind its name.
    Matcher inFile = IN_SYMBOL.matcher(dso);
    boolean placed = inFile.find();
    String path = placed ? dso.substring(0, inFile.start()) : dso;
    long place = placed ? Long.parseUnsignedLong(inFile.group().substring(3), 16) : 0;
    CodeModule module =
        new CodeModule(placeless || dso.equals("inlined") ? "" : path(path), Optional.empty());
    CodeOrigin origin =
        dso.equals("inlined") ? CodeOrigin.INLINED : MappingNames.origin(module.path());
    // Without a symbol the address tells nothing, as it is of one process; the module is known.
    Optional<String> function =
        nameless
            ? placed ? Optional.empty() : Optional.of("[" + module.shortName() + "]")
            : Optional.of(name);
    return new NamedFrame(new Frame.Code(origin, module, place), function);
  }

  private static String path(String dso) {
    if (dso.startsWith("[guest.kernel.kallsyms") || dso.endsWith("/vmlinux")) {
      return "[kernel]";
    }
    Matcher module = KERNEL_MODULE.matcher(dso);
    return module.matches()
        ? "[" + module.group(1).replace('-', '_') + "]"
        : MappingNames.fromPprof(dso);
  }
}
