package dev.kedge.profile.offcpu;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells why a task gave up its CPU from the kernel functions on its stack, by the first rule of a
 * file that one of them fits. Immutable.
 */
public final class OffCpuReasons {
  private static final String SHIPPED = "off-cpu.rules";
  private static final String UNKNOWN = "off CPU: unknown";
  private static final CodeModule MODULE = new CodeModule("[off-cpu]", Optional.empty());

  private final List<OffCpuRule> rules;

  private OffCpuReasons(List<OffCpuRule> rules) {
    this.rules = rules;
  }

  /** The rules that come with Kedge. */
  public static OffCpuReasons shipped() {
    try (InputStream in =
        Objects.requireNonNull(OffCpuReasons.class.getResourceAsStream(SHIPPED))) {
      return read(SHIPPED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads rules.
   *
   * @param file name for errors
   * @param text {@code version 1}, then for each rule a line {@code reason WORDS} followed by lines
   *     {@code exact NAMES} and {@code prefix NAMES}; {@code #} begins a remark
   * @throws OffCpuRulesException when a line is wrong
   */
  public static OffCpuReasons read(String file, String text) {
    return new OffCpuReasons(new OffCpuRulesReader(file).read(text));
  }

  /**
   * The reason, in words.
   *
   * @param functions names of kernel functions on the stack, innermost first; suffixes of compilers
   *     ({@code .isra.0}) do not matter
   */
  public Optional<String> of(List<String> functions) {
    for (OffCpuRule rule : rules) {
      for (String function : functions) {
        if (rule.matches(withoutSuffix(function))) {
          return Optional.of(rule.reason());
        }
      }
    }
    return Optional.empty();
  }

  /** The same stack with a frame before the innermost that says why the task is off its CPU. */
  public List<FrameDefinition> explain(List<FrameDefinition> frames) {
    List<String> kernel = new ArrayList<>();
    for (FrameDefinition frame : frames) {
      if (frame.frame().frame() instanceof Frame.Code code && code.origin() == CodeOrigin.KERNEL) {
        frame.frame().function().ifPresent(kernel::add);
      }
    }
    List<FrameDefinition> explained = new ArrayList<>(frames.size() + 1);
    explained.add(frame(of(kernel).map(reason -> "off CPU: " + reason).orElse(UNKNOWN)));
    explained.addAll(frames);
    return explained;
  }

  /** The place stands for the words, so that each reason is the same frame on every host. */
  private static FrameDefinition frame(String words) {
    long place = words.hashCode() & 0xffff_ffffL;
    return FrameDefinition.of(
        new NamedFrame(
            new Frame.Code(CodeOrigin.KERNEL, MODULE, place), Optional.of("[" + words + "]")));
  }

  private static String withoutSuffix(String function) {
    int dot = function.indexOf('.', 1);
    return dot < 0 ? function : function.substring(0, dot);
  }
}
