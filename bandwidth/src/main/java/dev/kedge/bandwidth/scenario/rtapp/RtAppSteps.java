package dev.kedge.bandwidth.scenario.rtapp;

import dev.kedge.bandwidth.scenario.LockMode;
import dev.kedge.bandwidth.scenario.LoopTime;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.document.Place;
import dev.kedge.model.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Turns the events of tasks into steps. */
final class RtAppSteps {
  private static final long MEMORY_BYTES_PER_NS = 8;
  private static final long IO_BYTES_PER_NS = 4;
  private static final long MAX_BYTES = 1L << 50;

  private final RtAppConditions conditions;
  private final Set<String> taskNames;
  private final RtAppNotes notes;
  private final Set<String> mutexes = new TreeSet<>();

  RtAppSteps(RtAppConditions conditions, Set<String> taskNames, RtAppNotes notes) {
    this.conditions = conditions;
    this.taskNames = taskNames;
    this.notes = notes;
  }

  /** Names of the mutexes that were met. */
  Set<String> mutexes() {
    return mutexes;
  }

  List<Step> steps(RtAppTask task) {
    List<Step> body = new ArrayList<>();
    for (RtAppTask.Phase phase : task.phases()) {
      phase.cpus().ifPresent(cpus -> body.add(new Step.SetAffinity(cpus)));
      phase.group().ifPresent(group -> body.add(new Step.MoveTo(group)));
      List<Step> steps = new ArrayList<>();
      phase.events().forEach(event -> steps.addAll(steps(task, event)));
      body.addAll(loop(phase.place(), phase.loop(), steps));
    }
    return loop(task.place(), task.loop(), body);
  }

  private static List<Step> loop(Place place, int times, List<Step> steps) {
    if (times == 1) {
      return steps;
    }
    Step.Repeat loop = new Step.Repeat(times < 0 ? Step.Repeat.FOREVER : times, steps);
    if (LoopTime.stands(loop)) {
      throw place.error("no event of this loop takes time: add run, sleep or timer");
    }
    return List.of(loop);
  }

  private List<Step> steps(RtAppTask task, RtAppEvent event) {
    return switch (event.kind()) {
      case RUN, RUNTIME ->
          List.of(new Step.Run(Span.ns(RtAppNumber.nanoseconds(event.value(), "a run"))));
      case SLEEP ->
          List.of(new Step.Sleep(Span.ns(RtAppNumber.nanoseconds(event.value(), "a sleep"))));
      case TIMER -> List.of(timer(event));
      case LOCK -> List.of(new Step.Acquire(mutex(event.ref()), LockMode.WRITE));
      case UNLOCK -> List.of(new Step.Release(mutex(event.ref())));
      case WAIT -> await(task, event);
      case SYNC -> {
        List<Step> steps = new ArrayList<>(signal(task, event, false));
        steps.addAll(await(task, event));
        yield steps;
      }
      case SIGNAL -> signal(task, event, false);
      case BROAD -> signal(task, event, true);
      case SUSPEND -> List.of(new Step.Await("suspend@" + suspended(task, event)));
      case RESUME -> {
        notes.add("'resume' of a task that is not suspended is remembered once, not lost");
        yield List.of(new Step.Signal("suspend@" + event.ref()));
      }
      case MEM -> {
        notes.add("'mem' runs in user mode at %d bytes/ns".formatted(MEMORY_BYTES_PER_NS));
        yield List.of(new Step.Run(Span.ns(bytes(event) / MEMORY_BYTES_PER_NS)));
      }
      case IORUN -> {
        notes.add("'iorun' runs in the kernel at %d bytes/ns".formatted(IO_BYTES_PER_NS));
        yield List.of(
            new Step.Kernel(Span.ns(bytes(event) / IO_BYTES_PER_NS), Preemption.VOLUNTARY));
      }
      case BARRIER -> RtAppConditions.arrive(event.ref(), task.name());
      case FORK -> List.of(new Step.Fork(known(event)));
      case YIELD -> {
        notes.add("'yield' is left out");
        yield List.of();
      }
    };
  }

  private Step timer(RtAppEvent event) {
    long period = RtAppNumber.nanoseconds(event.field("period"), "a period");
    if (period == 0) {
      throw event.field("period").unexpected("a period above 0");
    }
    String ref = event.optional("ref").map(node -> node.text("a name")).orElse("unique");
    if (!ref.startsWith("unique")) {
      notes.add("the timer '%s' is each task's own, not shared".formatted(ref));
    }
    String mode = event.optional("mode").map(node -> node.text("a mode")).orElse("relative");
    if (mode.equals("relative")) {
      notes.add("timers are absolute: one that is late does not start anew from then");
    } else if (!mode.equals("absolute")) {
      throw event.field("mode").unexpected("absolute or relative");
    }
    return new Step.WaitRelease(ref, period);
  }

  private List<Step> signal(RtAppTask task, RtAppEvent event, boolean all) {
    notes.add("a signal nobody waits for is remembered once, not lost");
    return conditions.signal(event.ref(), task.name(), all);
  }

  private List<Step> await(RtAppTask task, RtAppEvent event) {
    String mutex = mutex(event.field("mutex").text("the name of a mutex"));
    return List.of(
        new Step.Release(mutex),
        new Step.Await(RtAppConditions.event(event.ref(), task.name())),
        new Step.Acquire(mutex, LockMode.WRITE));
  }

  private String suspended(RtAppTask task, RtAppEvent event) {
    return event.value() instanceof dev.kedge.bandwidth.scenario.document.Node.Scalar name
            && name.text().isEmpty()
        ? task.name()
        : event.ref();
  }

  private String known(RtAppEvent event) {
    String name = event.ref();
    if (!taskNames.contains(name)) {
      throw event
          .place()
          .error(
              "there is no task '%s'%s"
                  .formatted(
                      name,
                      NearestName.of(name, taskNames)
                          .map(near -> ": did you mean '%s'?".formatted(near))
                          .orElse("")));
    }
    return name;
  }

  private String mutex(String name) {
    mutexes.add(name);
    return name;
  }

  private static long bytes(RtAppEvent event) {
    return RtAppNumber.of(event.value(), "a number of bytes", 0, MAX_BYTES);
  }
}
