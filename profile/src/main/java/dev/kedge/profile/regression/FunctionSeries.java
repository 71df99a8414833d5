package dev.kedge.profile.regression;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.WeightedStack;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Samples of each function in each block of a span: in it alone, and with all it calls. */
final class FunctionSeries {
  /** A function, the same on both sides whatever its offset is. */
  record Function(String name, String module, boolean kernel) {}

  private final List<Profile> blocks;
  private final long[] samples;
  private final Map<Function, Long> self = new HashMap<>();
  private final Map<Function, Long> total = new HashMap<>();
  private final Map<Function, Map<Function, Long>> callers = new HashMap<>();

  /** Own samples by block, only of functions that are looked at: others are too many. */
  private final Map<Function, long[]> watched = new HashMap<>();

  FunctionSeries(List<Profile> blocks) {
    this.blocks = List.copyOf(blocks);
    this.samples = new long[blocks.size()];
    IdentityHashMap<List<NamedFrame>, Long> stacks = new IdentityHashMap<>();
    for (int block = 0; block < samples.length; block++) {
      for (WeightedStack stack : blocks.get(block).stacks()) {
        samples[block] += stack.count();
        // Blocks of a store share their lists of frames, which saves most of the work.
        stacks.merge(stack.frames(), stack.count(), Long::sum);
      }
    }
    stacks.forEach(this::add);
  }

  private void add(List<NamedFrame> frames, long count) {
    Set<Function> seen = new HashSet<>();
    for (int i = 0; i < frames.size(); i++) {
      Function function = function(frames.get(i));
      if (i == 0) {
        self.merge(function, count, Long::sum);
      }
      if (seen.add(function)) {
        total.merge(function, count, Long::sum);
        if (i + 1 < frames.size()) {
          callers
              .computeIfAbsent(function, _ -> new HashMap<>())
              .merge(function(frames.get(i + 1)), count, Long::sum);
        }
      }
    }
  }

  private static Function function(NamedFrame frame) {
    return frame.frame() instanceof Frame.Code(CodeOrigin origin, CodeModule code, var _)
        ? new Function(frame.displayName(), code.shortName(), origin == CodeOrigin.KERNEL)
        : new Function(frame.displayName(), "", false);
  }

  /** Counts the own samples of functions block by block. */
  void watch(Set<Function> functions) {
    functions.forEach(function -> watched.put(function, new long[samples.length]));
    for (int block = 0; block < samples.length; block++) {
      for (WeightedStack stack : blocks.get(block).stacks()) {
        if (!stack.frames().isEmpty()) {
          long[] counts = watched.get(function(stack.frames().getFirst()));
          if (counts != null) {
            counts[block] += stack.count();
          }
        }
      }
    }
  }

  /** Functions whose own share is at least that. */
  Set<Function> functionsFrom(double share) {
    double least = share * samples();
    Set<Function> functions = new HashSet<>();
    self.forEach((function, count) -> {
      if (count >= least) {
        functions.add(function);
      }
    });
    return functions;
  }

  long samples() {
    long sum = 0;
    for (long block : samples) {
      sum += block;
    }
    return sum;
  }

  /** The own share of a watched function. */
  BlockShare self(Function function) {
    return new BlockShare(Arrays.stream(counts(function)).sum(), samples());
  }

  /** The noise of the own shares of watched functions, in their order. */
  BlockNoise[] noise(List<Function> functions) {
    return BlockNoise.of(functions.stream().map(this::counts).toList(), samples);
  }

  private long[] counts(Function function) {
    return watched.getOrDefault(function, new long[samples.length]);
  }

  double total(Function function) {
    long all = samples();
    return all == 0 ? 0 : (double) total.getOrDefault(function, 0L) / all;
  }

  Map<Function, Long> callers(Function function) {
    return callers.getOrDefault(function, Map.of());
  }

  /** Own share of a watched function in the last third of the blocks. */
  double lately(Function function) {
    long[] counts = counts(function);
    int blocks = samples.length;
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
