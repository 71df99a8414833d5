package dev.kedge.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One place of a stack with the functions inlined there, as formats have it that know addresses.
 *
 * @param inlined functions inlined at the place, innermost first
 * @param frame the function they are part of, or any other frame
 */
public record CodePlace(List<NamedFrame> inlined, NamedFrame frame) {
  public CodePlace {
    inlined = List.copyOf(inlined);
  }

  /** A function inlined into another of a module: the same frame wherever it was inlined. */
  public static NamedFrame inlined(CodeModule module, String function) {
    return inlined(module, function, Optional.empty());
  }

  /** As {@link #inlined(CodeModule, String)}, a frame of its own for each line. */
  public static NamedFrame inlined(CodeModule module, String function, Optional<SourceLine> line) {
    return new NamedFrame(
        new Frame.Code(CodeOrigin.INLINED, module, offset(function, line)),
        Optional.of(function),
        line);
  }

  private static long offset(String function, Optional<SourceLine> line) {
    return StackIds.function(line.map(at -> function + " " + at).orElse(function));
  }

  /**
   * The places of a stack. An inlined frame without the function it is part of behind it is a place
   * of its own.
   *
   * @param stack leaf first
   */
  public static List<CodePlace> of(List<NamedFrame> stack) {
    List<CodePlace> places = new ArrayList<>(stack.size());
    int first = 0;
    for (int i = 0; i < stack.size(); i++) {
      boolean further = isInlined(stack.get(i)) && i + 1 < stack.size();
      if (further && stack.get(i + 1).frame() instanceof Frame.Code next) {
        boolean same = next.module().equals(((Frame.Code) stack.get(i).frame()).module());
        if (same && (next.origin() != CodeOrigin.INLINED || isInlined(stack.get(i + 1)))) {
          continue;
        }
      }
      // A run of inlined frames that leads nowhere is told one by one.
      if (isInlined(stack.get(i))) {
        for (; first < i; first++) {
          places.add(new CodePlace(List.of(), stack.get(first)));
        }
      }
      places.add(new CodePlace(stack.subList(first, i), stack.get(i)));
      first = i + 1;
    }
    return places;
  }

  private static boolean isInlined(NamedFrame frame) {
    return frame.frame() instanceof Frame.Code code
        && code.origin() == CodeOrigin.INLINED
        && frame.function().filter(name -> !name.isEmpty()).isPresent()
        && offset(frame.function().get(), frame.line()) == code.offset();
  }
}
