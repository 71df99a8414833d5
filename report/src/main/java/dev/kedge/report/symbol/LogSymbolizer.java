package dev.kedge.report.symbol;

import dev.kedge.model.BuildId;
import dev.kedge.report.carrier.CarrierReader;
import dev.kedge.report.carrier.RecordSink;
import dev.kedge.report.line.Ascii;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Adds source lines to a log. A frame gets {@code file:line} behind it, and before it a line for
 * each function inlined there, marked {@code [inline]}; reports keep their titles. Below {@code
 * Code:} the instructions are listed, the trapping one marked. Addresses alone get a name. Used for
 * one log; not thread-safe.
 */
public final class LogSymbolizer {
  private static final int MAX_CONTEXTS = 1024;
  private static final String CODE = "Code: ";

  private final Symbols symbols;
  private final Map<Finding.Kind, Integer> counts = new EnumMap<>(Finding.Kind.class);
  private final Map<String, Boolean> userCode = new HashMap<>();
  private final Map<String, Finding> known = new HashMap<>();
  private Optional<BuildId> kernelBuildId = Optional.empty();
  private long kernelOffset;

  /** A symbolizer with what is known of the kernel that wrote the log. */
  public LogSymbolizer(Symbols symbols) {
    this.symbols = symbols;
  }

  /**
   * Writes what kernels say in the log as a console shows it, line by line, with what was found.
   * What other programs say in it is left out.
   *
   * @param log of any carrier; any bytes are accepted
   */
  public void symbolize(byte[] log, Consumer<String> out) {
    records(log, record -> scan(record.text()));
    records(
        log,
        record -> {
          String prefix = record.raw().substring(0, record.textStart());
          lines(record.host() + ' ' + record.context(), record.text())
              .forEach(line -> out.accept(prefix + line));
        });
  }

  private static void records(byte[] log, RecordSink sink) {
    CarrierReader reader = new CarrierReader(sink);
    reader.feed(log, 0, log.length);
    reader.end();
  }

  /**
   * The build-id the log names: CONFIG_STACKTRACE_BUILD_ID puts it at the end of {@code CPU:}
   * lines.
   */
  public Optional<BuildId> kernelBuildId() {
    return kernelBuildId;
  }

  /** How many frames there were for each outcome; only outcomes that occurred. */
  public Map<String, Integer> outcomes() {
    Map<String, Integer> named = new LinkedHashMap<>();
    counts.forEach((kind, count) -> named.put(kind.label(), count));
    return named;
  }

  /** Whether the log names another kernel build than the debug file is of. */
  public boolean otherKernel() {
    return kernelBuildId.isPresent()
        && symbols.kernelBuildId().isPresent()
        && !kernelBuildId.equals(symbols.kernelBuildId());
  }

  /** Looks for what is printed after the lines it is needed for. */
  private void scan(String text) {
    int offset = text.indexOf("Kernel Offset: 0x");
    if (offset >= 0) {
      kernelOffset = hex(text, offset + "Kernel Offset: 0x".length());
    }
    if (text.startsWith("CPU: ") && text.contains(" Comm: ")) {
      String last = text.substring(text.lastIndexOf(' ') + 1).strip();
      boolean id = last.length() == 40 && last.chars().allMatch(c -> isLowerHex((char) c));
      if (id) {
        kernelBuildId = Optional.of(new BuildId(last));
      }
    }
  }

  private static boolean isLowerHex(char c) {
    return Ascii.isDigit(c) || (c >= 'a' && c <= 'f');
  }

  private static long hex(String text, int start) {
    int end = start;
    while (end < text.length() && Ascii.isHexDigit(text.charAt(end)) && end - start < 16) {
      end++;
    }
    return end == start ? 0 : Long.parseUnsignedLong(text.substring(start, end), 16);
  }

  private List<String> lines(String caller, String text) {
    if (text.startsWith("RIP: ") || text.startsWith("pc : ")) {
      if (userCode.size() > MAX_CONTEXTS) {
        userCode.clear();
      }
      userCode.put(caller, text.startsWith("RIP: 0033:") || text.startsWith("RIP: 0023:"));
    }
    if (text.startsWith(CODE)) {
      return userCode.getOrDefault(caller, false) ? List.of(text) : withInstructions(text);
    }
    Optional<FrameText> frame = FrameText.find(text);
    return frame.isPresent() ? withSource(text, frame.get()) : List.of(withName(text));
  }

  private List<String> withSource(String text, FrameText frame) {
    if (FrameLine.hasPlace(text, Math.min(frame.end(), text.length() - 1))) {
      return List.of(text);
    }
    FrameLine line = FrameLine.of(text, frame.start());
    Finding finding = find(frame, line.exact(text, frame.end()));
    counts.merge(finding.kind(), 1, Integer::sum);
    List<SourceFrame> sources = finding.frames();
    if (sources.isEmpty()) {
      return List.of(text);
    }
    List<String> written = new ArrayList<>();
    if (line.showsInlined()) {
      for (SourceFrame inlined : sources.subList(0, sources.size() - 1)) {
        written.add(line.lead() + inlined.function() + " " + inlined.place() + " [inline]");
      }
    }
    SourceFrame last = line.showsInlined() ? sources.getLast() : sources.getFirst();
    written.add(text.substring(0, frame.end()) + " " + last.place() + text.substring(frame.end()));
    return written;
  }

  private Finding find(FrameText frame, boolean exact) {
    String key =
        frame.name()
            + '+'
            + frame.offset()
            + '/'
            + frame.size()
            + ' '
            + frame.module()
            + ' '
            + frame.buildId()
            + (exact ? '!' : ' ');
    Finding finding = known.get(key);
    if (finding == null) {
      try {
        finding = symbols.find(frame, exact);
      } catch (SymbolException e) {
        finding = Finding.DAMAGED;
      }
      if (known.size() < 100_000) {
        known.put(key, finding);
      }
    }
    return finding;
  }

  /** An address alone, {@code [<ffffffff81000000>]}, with the function it lies in. */
  private String withName(String text) {
    int open = text.indexOf("[<");
    int close = open < 0 ? -1 : text.indexOf(">]", open);
    boolean alone = close > open + 9 && text.substring(close + 2).isBlank();
    if (!alone) {
      return text;
    }
    long address = hex(text, open + 2) - kernelOffset;
    return symbols
        .functionAt(address)
        .map(f ->
            "%s %s+0x%x/0x%x"
                .formatted(text.substring(0, close + 2), f.name(), address - f.address(), f.size()))
        .orElse(text);
  }

  private static List<String> withInstructions(String text) {
    List<String> written = new ArrayList<>();
    written.add(text);
    for (CodeBytes.Instruction instruction : CodeBytes.read(text.substring(CODE.length()))) {
      boolean trap = instruction.offset() == 0;
      written.add(
          "%s %+4d: %s%s"
              .formatted(
                  trap ? "=>" : "  ",
                  instruction.offset(),
                  instruction.bytes(),
                  trap ? "  <-- trapping instruction" : ""));
    }
    return written;
  }
}
