package dev.kedge.bandwidth.scenario.file;

import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.scenario.LockMode;
import dev.kedge.bandwidth.scenario.LoopTime;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.document.Node;
import dev.kedge.bandwidth.scenario.document.Node.Entry;
import dev.kedge.bandwidth.scenario.document.Node.Mapping;
import dev.kedge.bandwidth.scenario.document.Node.Sequence;
import dev.kedge.bandwidth.scenario.document.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the steps of one workload. */
final class StepReader {
  /** What a hog runs at a time; it goes on at once. */
  static final Step HOG = Step.Repeat.forever(List.of(new Step.Run(Span.ms(1_000))));

  private static final List<String> SIMPLE =
      List.of(
          "hog",
          "run",
          "kernel",
          "sleep",
          "timer",
          "acquire",
          "release",
          "synchronize_rcu",
          "fork",
          "move",
          "affinity",
          "await",
          "signal",
          "exit");
  private static final List<String> BLOCKS =
      List.of("syscall", "forever", "repeat", "every", "operation");
  private static final List<String> ALL = Stream.concat(SIMPLE.stream(), BLOCKS.stream()).toList();

  private final String workload;
  private final Names names;
  private boolean inSyscall;

  StepReader(String workload, Names names) {
    this.workload = workload;
    this.names = names;
  }

  /** Reads a list of steps, or a single one. */
  List<Step> steps(Node node) {
    List<Node> items = node instanceof Sequence list ? list.items() : List.of(node);
    if (items.isEmpty()) {
      throw node.unexpected("at least one step");
    }
    List<Step> steps = new ArrayList<>();
    for (Node item : items) {
      steps.add(step(item));
    }
    return steps;
  }

  private Step step(Node node) {
    if (!(node instanceof Mapping mapping)) {
      return simple(Words.of(node, "a step such as 'run 5ms' or 'syscall: [...]'"));
    }
    if (mapping.entries().size() != 1) {
      throw mapping
          .place()
          .error(
              "a step has one key, found %d: begin each step with a dash"
                  .formatted(mapping.entries().size()));
    }
    Entry entry = mapping.entries().getFirst();
    if (entry.value() instanceof Node.Scalar value) {
      return simple(new Words(entry.place(), entry.key() + " " + value.text()));
    }
    return block(new Words(entry.place(), entry.key()), entry.value());
  }

  private Step simple(Words words) {
    String verb = words.next("a step");
    if (BLOCKS.contains(verb)) {
      throw words.place().error("'%s' needs a list of steps: %s: [...]".formatted(verb, verb));
    }
    Place place = words.place();
    Step step =
        switch (verb) {
          case "hog" -> userMode(place, HOG);
          case "run" -> userMode(place, new Step.Run(span(words)));
          case "kernel" -> new Step.Kernel(span(words), preemption(words));
          case "sleep" -> new Step.Sleep(span(words));
          case "timer" -> timer(words);
          case "acquire" -> acquire(words);
          case "release" -> release(words);
          case "synchronize_rcu" -> new Step.SynchronizeRcu();
          case "fork" -> fork(words);
          case "move" -> move(words);
          case "affinity" -> new Step.SetAffinity(cpus(words));
          case "await" -> new Step.Await(words.name("event"));
          case "signal" -> new Step.Signal(words.name("event"));
          case "exit" -> new Step.Exit();
          default -> throw words.unknown("step", verb, ALL);
        };
    words.end();
    return step;
  }

  private Step block(Words words, Node body) {
    String verb = words.next("a step");
    return switch (verb) {
      case "syscall" -> syscall(words, body);
      case "forever" -> {
        words.end();
        yield lasting(words, new Step.Repeat(Step.Repeat.FOREVER, steps(body)));
      }
      case "repeat" -> {
        int times = (int) words.number("the number of turns", 0, Integer.MAX_VALUE);
        words.end();
        yield lasting(words, new Step.Repeat(times, steps(body)));
      }
      case "every" -> every(words, body);
      case "operation" -> {
        String name = words.name("operation");
        words.end();
        yield new Step.Operation(name, steps(body));
      }
      default -> {
        if (SIMPLE.contains(verb)) {
          throw words.place().error("'%s' takes no list of steps".formatted(verb));
        }
        throw words.unknown("step", verb, ALL);
      }
    };
  }

  private Step syscall(Words words, Node body) {
    words.end();
    if (inSyscall) {
      throw words.place().error("a syscall inside a syscall");
    }
    inSyscall = true;
    try {
      return new Step.Syscall(steps(body));
    } finally {
      inSyscall = false;
    }
  }

  private Step every(Words words, Node body) {
    if (inSyscall) {
      throw words.place().error("'every' inside a syscall: put the syscall inside 'every'");
    }
    long period = positive(words, "a period");
    long phase = words.take("phase") ? words.time("a phase") : 0;
    String name = words.take("as") ? words.name("job") : workload;
    words.end();
    return new Step.Periodic(name, period, phase, steps(body));
  }

  private Step userMode(Place place, Step step) {
    if (inSyscall) {
      throw place.error("user mode inside a syscall: use 'kernel', or put it after the syscall");
    }
    return step;
  }

  private static Preemption preemption(Words words) {
    if (words.take("no-preempt")) {
      return Preemption.DISABLED;
    }
    return words.take("cond_resched") ? Preemption.VOLUNTARY : Preemption.FULL;
  }

  private static Step timer(Words words) {
    String name = words.name("timer");
    return new Step.WaitRelease(name, positive(words, "a period"));
  }

  private Step acquire(Words words) {
    String lock = words.name("lock");
    LockMode mode = words.take("read") ? LockMode.READ : LockMode.WRITE;
    if (mode == LockMode.WRITE && words.more() && !words.take("write")) {
      throw words.place().error("expected 'read' or 'write' after the lock's name");
    }
    names.acquires(words.place(), lock, mode);
    return new Step.Acquire(lock, mode);
  }

  private Step release(Words words) {
    String lock = words.name("lock");
    names.releases(words.place(), lock);
    return new Step.Release(lock);
  }

  private Step fork(Words words) {
    String name = words.name("workload");
    names.usesWorkload(words.place(), name);
    return new Step.Fork(name);
  }

  private Step move(Words words) {
    String group = words.name("group");
    names.usesGroup(words.place(), group);
    return new Step.MoveTo(group);
  }

  /** CPUs as a list, or {@code all}. */
  static CpuSet cpus(Words words) {
    String list = words.next("a list of CPUs such as 0-3,8, or all");
    return list.equals("all") ? CpuSet.ALL : words.place().refine(() -> CpuSet.parse(list));
  }

  private static Span span(Words words) {
    if (words.take("exponential")) {
      return new Span.Exponential(words.time("a mean"));
    }
    if (words.take("uniform")) {
      long min = words.time("the shortest time");
      long max = words.time("the longest time");
      if (max < min) {
        throw words.place().error("the longest time is below the shortest");
      }
      return new Span.Uniform(min, max);
    }
    return new Span.Fixed(words.time("a time"));
  }

  private static long positive(Words words, String what) {
    long ns = words.time(what);
    if (ns <= 0) {
      throw words.place().error(what + " above 0 was expected");
    }
    return ns;
  }

  private static Step lasting(Words words, Step.Repeat loop) {
    if (LoopTime.stands(loop)) {
      throw words
          .place()
          .error("no step of this loop takes time: add run, kernel, sleep, timer or await");
    }
    return loop;
  }
}
