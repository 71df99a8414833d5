package dev.kedge.profile;

import dev.kedge.model.BuildId;
import dev.kedge.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Profiles for tests: written by hand in a line per stack, or random. */
public final class Profiles {
  static final Instant START = Instant.parse("2026-11-22T10:00:00.123456789Z");
  public static final TimeRange RANGE = new TimeRange(START, START.plusSeconds(10));
  public static final Duration PERIOD = Duration.ofNanos(52_631_578);

  private Profiles() {}

  public static Profile of(List<WeightedStack> stacks) {
    return new Profile(RANGE, SampleKind.CPU, PERIOD, stacks, 0);
  }

  /** Stacks as {@code "command;root;leaf 3"}; a name that ends in {@code _k} is a kernel frame. */
  public static Profile of(String... lines) {
    List<WeightedStack> stacks = new ArrayList<>();
    for (String line : lines) {
      int space = line.lastIndexOf(' ');
      List<String> names = Arrays.asList(line.substring(0, space).split(";"));
      List<NamedFrame> frames =
          names.subList(1, names.size()).stream().map(Profiles::code).toList();
      stacks.add(
          new WeightedStack(
              names.getFirst(), 1, frames.reversed(), Long.parseLong(line.substring(space + 1))));
    }
    return of(stacks);
  }

  public static NamedFrame code(String name) {
    boolean kernel = name.endsWith("_k");
    CodeModule module = new CodeModule(kernel ? "[kernel]" : "/usr/bin/app", Optional.empty());
    return new NamedFrame(
        new Frame.Code(
            kernel ? CodeOrigin.KERNEL : CodeOrigin.NATIVE, module, name.hashCode() & 0xffff),
        Optional.of(name));
  }

  /** Random profiles of few names, so that stacks share callers and functions recur. */
  public static Arbitrary<Profile> arbitrary() {
    return Arbitraries.longs().map(seed -> random(new Random(seed), 40, 12));
  }

  static Profile random(Random random, int stackLimit, int depthLimit) {
    List<NamedFrame> frames = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      frames.add(frame(random, i));
    }
    List<WeightedStack> stacks = new ArrayList<>();
    for (int i = random.nextInt(stackLimit); i > 0; i--) {
      List<NamedFrame> stack = new ArrayList<>();
      for (int d = random.nextInt(depthLimit); d > 0; d--) {
        stack.add(frames.get(random.nextInt(1 + random.nextInt(frames.size()))));
      }
      stacks.add(
          new WeightedStack(
              "cmd " + random.nextInt(4), random.nextInt(6) - 1, stack, 1 + random.nextInt(50)));
    }
    return new Profile(RANGE, SampleKind.CPU, PERIOD, stacks, random.nextInt(5));
  }

  private static NamedFrame frame(Random random, int number) {
    if (random.nextInt(6) == 0) {
      UnknownReason[] reasons = UnknownReason.values();
      return new NamedFrame(
          new Frame.Unknown(reasons[random.nextInt(reasons.length)]), Optional.empty());
    }
    CodeOrigin[] origins = CodeOrigin.values();
    CodeOrigin origin = origins[random.nextInt(origins.length)];
    String path =
        switch (origin) {
          case KERNEL -> random.nextBoolean() ? "[kernel]" : "[ext4]";
          case NATIVE -> random.nextBoolean() ? "/lib/libc.so.6" : "[vdso]";
          case JIT -> "/tmp/perf-1.map";
          case INTERPRETER -> "/usr/bin/python3";
          case INLINED -> random.nextBoolean() ? "/lib/libc.so.6" : "[kernel]";
        };
    Optional<BuildId> buildId =
        random.nextBoolean() ? Optional.of(new BuildId("ab12")) : Optional.empty();
    Optional<String> function =
        random.nextInt(4) == 0 ? Optional.empty() : Optional.of("func " + number + "_é");
    boolean whole = origin == CodeOrigin.INLINED && function.isPresent() && random.nextInt(4) > 0;
    long anywhere = random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(1 << 20);
    long offset = whole ? StackIds.function(function.orElse("")) : anywhere;
    return new NamedFrame(new Frame.Code(origin, new CodeModule(path, buildId), offset), function);
  }
}
