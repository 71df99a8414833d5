package dev.kedge.profile.regression;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.WeightedStack;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Samples of each function in each block of a span: in it alone, and with all it calls. */
final class FunctionSeries {
  /** A function, the same on both sides whatever its offset is. */
  record Function(String name, String module) {}

  private final int blocks;
  private final long[] samples;
  private final Map<Function, long[]> self = new HashMap<>();
  private final Map<Function, long[]> total = new HashMap<>();
  private final Map<Function, Map<Function, Long>> callers = new HashMap<>();

  FunctionSeries(List<Profile> blocks) {
    this.blocks = blocks.size();
    this.samples = new long[this.blocks];
    for (int block = 0; block < this.blocks; block++) {
      for (WeightedStack stack : blocks.get(block).stacks()) {
        add(block, stack);
      }
    }
  }

  private void add(int block, WeightedStack stack) {
    samples[block] += stack.count();
    Set<Function> seen = new HashSet<>();
    List<NamedFrame> frames = stack.frames();
    for (int i = 0; i < frames.size(); i++) {
      Function function = function(frames.get(i));
      if (i == 0) {
        self.computeIfAbsent(function, _ -> new long[blocks])[block] += stack.count();
      }
      if (seen.add(function)) {
        total.computeIfAbsent(function, _ -> new long[blocks])[block] += stack.count();
        if (i + 1 < frames.size()) {
          callers
              .computeIfAbsent(function, _ -> new HashMap<>())
              .merge(function(frames.get(i + 1)), stack.count(), Long::sum);
        }
      }
    }
  }

  private static Function function(NamedFrame frame) {
    String module =
        frame.frame() instanceof Frame.Code(var _, CodeModule code, var _) ? code.shortName() : "";
    return new Function(frame.displayName(), module);
  }

  Set<Function> functions() {
    return self.keySet();
  }

  long samples() {
    long sum = 0;
    for (long block : samples) {
      sum += block;
    }
    return sum;
  }

  BlockShare self(Function function) {
    return BlockShare.of(self.getOrDefault(function, new long[blocks]), samples);
  }

  double total(Function function) {
    return BlockShare.of(total.getOrDefault(function, new long[blocks]), samples).share();
  }

  Map<Function, Long> callers(Function function) {
    return callers.getOrDefault(function, Map.of());
  }

  /** Own share in the last third of the blocks. */
  double lately(Function function) {
    long[] counts = self.getOrDefault(function, new long[blocks]);
    long count = 0;
    long all = 0;
    for (int i = blocks - Math.max(1, blocks / 3); i < blocks; i++) {
      count += counts[i];
      all += samples[i];
    }
    return all == 0 ? 0 : (double) count / all;
  }

  /** Functions that are called by that one, in no order. */
  List<Function> calledBy(Function caller) {
    return callers.entrySet().stream()
        .filter(entry -> entry.getValue().containsKey(caller))
        .map(Map.Entry::getKey)
        .toList();
  }
}
