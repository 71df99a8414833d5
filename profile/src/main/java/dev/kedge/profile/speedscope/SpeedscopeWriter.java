package dev.kedge.profile.speedscope;

import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.WeightedStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes profiles as speedscope files (JSON), one profile in them for each command. Source of the
 * form: {@code https://www.speedscope.app/file-format-schema.json}.
 *
 * <p>Weights are CPU time in nanoseconds where the period is known and the kind is CPU time, else
 * samples. Kernel frames end in {@code _[k]} as in folded text, since the format has no field for
 * it; modules are the frames' files.
 */
public final class SpeedscopeWriter {
  private static final String SCHEMA = "https://www.speedscope.app/file-format-schema.json";

  /** What speedscope shows of a frame; equal ones are one entry of its table. */
  private record Shown(String name, String file) {}

  private final Map<Shown, Integer> frames = new LinkedHashMap<>();

  private SpeedscopeWriter() {}

  /**
   * Writes a profile; the target is neither flushed nor closed.
   *
   * @throws IOException when the target fails
   */
  public static void write(Profile profile, Appendable out) throws IOException {
    new SpeedscopeWriter().file(profile, out);
  }

  private void file(Profile profile, Appendable out) throws IOException {
    Map<String, List<WeightedStack>> commands = new TreeMap<>();
    for (WeightedStack stack : profile.stacks()) {
      commands.computeIfAbsent(stack.command(), _ -> new ArrayList<>()).add(stack);
    }
    long weight = profile.kind().counted() ? 0 : profile.period().toNanos();
    out.append("{\"$schema\":\"").append(SCHEMA).append("\",\"exporter\":\"kedge\",\"profiles\":[");
    String between = "";
    for (Map.Entry<String, List<WeightedStack>> command : commands.entrySet()) {
      out.append(between);
      profile(command.getKey(), command.getValue(), weight, out);
      between = ",";
    }
    out.append("],\"shared\":{\"frames\":[");
    between = "";
    for (Shown frame : frames.keySet()) {
      out.append(between).append("{\"name\":");
      quoted(frame.name(), out);
      if (!frame.file().isEmpty()) {
        out.append(",\"file\":");
        quoted(frame.file(), out);
      }
      out.append('}');
      between = ",";
    }
    out.append("]}}\n");
  }

  private void profile(String command, List<WeightedStack> stacks, long weight, Appendable out)
      throws IOException {
    double total = 0;
    StringBuilder weights = new StringBuilder();
    out.append("{\"type\":\"sampled\",\"name\":");
    quoted(command, out);
    out.append(",\"unit\":\"")
        .append(weight > 0 ? "nanoseconds" : "none")
        .append("\",\"samples\":[");
    String between = "";
    for (WeightedStack stack : stacks) {
      out.append(between).append('[');
      String comma = "";
      for (NamedFrame frame : stack.frames().reversed()) {
        out.append(comma).append(Integer.toString(index(frame)));
        comma = ",";
      }
      out.append(']');
      // A weight is a number of JavaScript; beyond 2^53 it is rounded there, so it is here too.
      double value = (double) stack.count() * Math.max(1, weight);
      total += value;
      weights.append(between).append(number(value));
      between = ",";
    }
    out.append("],\"weights\":[").append(weights).append("],\"startValue\":0,\"endValue\":");
    out.append(number(total)).append('}');
  }

  private static String number(double value) {
    return value < 1e15 ? Long.toString((long) value) : Double.toString(value);
  }

  private int index(NamedFrame frame) {
    Shown shown =
        frame.frame() instanceof Frame.Code code
            ? new Shown(
                frame.displayName() + (code.origin() == CodeOrigin.KERNEL ? "_[k]" : ""),
                code.module().path())
            : new Shown(frame.displayName(), "");
    Integer known = frames.putIfAbsent(shown, frames.size());
    return known == null ? frames.size() - 1 : known;
  }

  /** A JSON text (RFC 8259, section 7). */
  private static void quoted(String text, Appendable out) throws IOException {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || (Character.isSurrogate(c) && !isPaired(text, i))) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static boolean isPaired(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
