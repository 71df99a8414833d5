package dev.kedge.profile.flame;

import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What tree nodes show, each once under a number: name, module and origin. Frames of one function
 * at different offsets share a label.
 */
final class FrameLabels {
  static final int ROOT = 0;
  static final int PROCESS = 1;
  private static final int UNKNOWN = 6;

  record Label(String name, String module, int origin) {
    private static final Comparator<Label> BY_NAME =
        Comparator.comparing(Label::name)
            .thenComparing(Label::module)
            .thenComparingInt(Label::origin);
  }

  private final Map<Label, Integer> numbers = new HashMap<>();
  private final List<Label> labels = new ArrayList<>();
  // Stacks of one profile mostly share their frame objects; asking by identity first saves hashing
  // paths and names a million times.
  private final IdentityHashMap<NamedFrame, Integer> byIdentity = new IdentityHashMap<>();

  int root() {
    return number(new Label("all", "", ROOT));
  }

  int process(String command) {
    return number(new Label(command.isEmpty() ? "[no name]" : command, "", PROCESS));
  }

  int frame(NamedFrame frame) {
    Integer known = byIdentity.get(frame);
    if (known == null) {
      known = number(label(frame));
      byIdentity.put(frame, known);
    }
    return known;
  }

  Label get(int number) {
    return labels.get(number);
  }

  int size() {
    return labels.size();
  }

  /** Position of each label in the order of names. */
  int[] ranks() {
    Integer[] order = IntStream.range(0, labels.size()).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparing(labels::get, Label.BY_NAME));
    int[] ranks = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      ranks[order[i]] = i;
    }
    return ranks;
  }

  private int number(Label label) {
    Integer known = numbers.putIfAbsent(label, labels.size());
    if (known != null) {
      return known;
    }
    labels.add(label);
    return labels.size() - 1;
  }

  private static Label label(NamedFrame frame) {
    return switch (frame.frame()) {
      case Frame.Code code ->
          new Label(frame.displayName(), code.module().shortName(), origin(code.origin()));
      case Frame.Unknown unknown -> new Label(frame.displayName(), "", UNKNOWN);
    };
  }

  private static int origin(CodeOrigin origin) {
    return switch (origin) {
      case KERNEL -> 2;
      case NATIVE -> 3;
      case JIT -> 4;
      case INTERPRETER -> 5;
      case INLINED -> 7;
    };
  }
}
