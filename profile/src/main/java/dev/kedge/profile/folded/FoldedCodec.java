package dev.kedge.profile.folded;

import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.WeightedStack;
import java.io.IOException;
import java.io.Reader;

/**
 * Profiles as folded text, one stack per line: {@code command;root;...;leaf count}, as read by
 * flamegraph.pl, speedscope and many others. Stateless.
 *
 * <p>Kernel frames end in {@code _[k]} and generated code in {@code _[j]}, the annotations of
 * flamegraph.pl. The text holds no addresses, modules, process ids or times.
 */
public final class FoldedCodec {
  private FoldedCodec() {}

  /**
   * Writes a profile; the target is neither flushed nor closed. What would break the line is
   * replaced: {@code ;} by {@code :} (as stackcollapse-perf.pl does), control characters by spaces,
   * a {@code #} at its start, which marks a comment, by {@code _}.
   *
   * @throws IOException when the target fails
   */
  public static void write(Profile profile, Appendable out) throws IOException {
    for (WeightedStack stack : profile.stacks()) {
      String command = FoldedNames.escape(stack.command());
      out.append(command.startsWith("#") ? "_" + command.substring(1) : command);
      for (NamedFrame frame : stack.frames().reversed()) {
        out.append(';').append(FoldedNames.write(frame));
      }
      out.append(' ').append(Long.toString(stack.count())).append('\n');
    }
  }

  /**
   * Reads folded text. Range and period are unknown and come as the epoch and zero, process ids as
   * -1.
   *
   * @throws IOException when the source fails
   * @throws ProfileFormatException when a line is no stack with a count, or the text goes beyond
   *     the bounds (256 Mi characters, a million lines, eight million frames)
   */
  public static Profile read(Reader in) throws IOException {
    return new FoldedReader(in).read();
  }
}
