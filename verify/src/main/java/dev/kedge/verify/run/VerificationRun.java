package dev.kedge.verify.run;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.machine.LiveMachines;
import dev.kedge.verify.result.BootOutcome;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.KernelIdentity;
import dev.kedge.verify.result.ResultsJson;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a plan over kernels: in each round every kernel does each boot, one kernel after the other,
 * so that what changes on the host meanwhile meets all of them. After every boot {@code
 * results.json} is written anew; a run that was stopped goes on from it. Not thread-safe.
 */
public final class VerificationRun {
  /** What must be free on the disk before a boot: a console at its limit, and the results. */
  private static final long MIN_FREE = 256L << 20;

  private final BootExecutor executor;
  private final LiveMachines live;
  private final InstantSource clock;
  private final RunProgress progress;
  private final ResultsJson json = new ResultsJson();

  /** A run that boots by this executor and tells how it goes on. */
  public VerificationRun(
      BootExecutor executor, LiveMachines live, InstantSource clock, RunProgress progress) {
    this.executor = executor;
    this.live = live;
    this.clock = clock;
    this.progress = progress;
  }

  /** One boot of a run. */
  private record Step(Kernel kernel, PlannedBoot boot, int round, String console) {}

  /**
   * Does the boots that are not done yet.
   *
   * @return what was seen, without comparisons and gates; its verdict is open
   * @throws VerifyException when QEMU does not start, the folder holds the results of something
   *     else, or the disk is full
   */
  public VerificationResult run(RunOrder order) {
    List<Step> steps = steps(order);
    VerificationResult before = earlier(order);
    Map<String, BootResult> done = new LinkedHashMap<>();
    before.boots().stream()
        .filter(boot -> boot.outcome() != BootOutcome.CANCELLED)
        .forEach(boot -> done.put(boot.console(), boot));
    List<BootResult> boots = new ArrayList<>();
    for (int i = 0; i < steps.size() && !live.cancelled(); i++) {
      Step step = steps.get(i);
      BootResult known = done.get(step.console());
      if (known != null) {
        progress.known(known);
        boots.add(known);
        continue;
      }
      progress.starts(
          i + 1, steps.size(), step.kernel().identity().label(), step.boot(), step.round());
      requireSpace(order.folder());
      BootResult result =
          executor.boot(
              step.kernel(),
              step.boot(),
              step.round(),
              order.folder(),
              step.console(),
              progress::frame);
      progress.ends(result);
      if (result.outcome() == BootOutcome.NOT_STARTED) {
        throw new VerifyException("QEMU does not start: " + result.detail());
      }
      if (result.outcome() != BootOutcome.CANCELLED) {
        boots.add(result);
        json.write(order.folder(), result(order, before, boots));
      }
    }
    return result(order, before, boots);
  }

  private static List<Step> steps(RunOrder order) {
    List<Step> steps = new ArrayList<>();
    for (int round = 1; round <= order.rounds(); round++) {
      List<PlannedBoot> boots = order.boots().apply(order.kernels().getFirst().identity());
      for (int b = 0; b < boots.size(); b++) {
        for (int k = 0; k < order.kernels().size(); k++) {
          Kernel kernel = order.kernels().get(k);
          PlannedBoot boot = order.boots().apply(kernel.identity()).get(b);
          steps.add(new Step(kernel, boot, round, console(k, kernel.identity(), boot, round)));
        }
      }
    }
    return steps;
  }

  /** The path of a console; the number keeps apart labels that differ in odd characters only. */
  private static String console(int index, KernelIdentity kernel, PlannedBoot boot, int round) {
    String release = kernel.release().value().replaceAll("[^A-Za-z0-9._+~-]", "_");
    return "consoles/%d-%s/%s-%d.log".formatted(index + 1, release, boot.name(), round);
  }

  /** What the folder holds of an earlier run of the same order; otherwise a new beginning. */
  private VerificationResult earlier(RunOrder order) {
    VerificationResult fresh = result(order, order.id(), clock.instant(), List.of());
    if (!Files.exists(order.folder().resolve(ResultsJson.FILE_NAME))) {
      return fresh;
    }
    VerificationResult earlier = json.read(order.folder());
    List<String> images = earlier.kernels().stream().map(KernelIdentity::imageSha256).toList();
    if (!earlier.plan().equals(fresh.plan())
        || !images.equals(fresh.kernels().stream().map(KernelIdentity::imageSha256).toList())) {
      throw new VerifyException(
          order.folder()
              + ": holds the results of another plan or of other kernels; give another --out");
    }
    return earlier;
  }

  private VerificationResult result(
      RunOrder order, VerificationResult before, List<BootResult> boots) {
    return result(order, before.id(), before.started(), boots);
  }

  private VerificationResult result(
      RunOrder order, String id, Instant started, List<BootResult> boots) {
    return new VerificationResult(
        id,
        started,
        clock.instant(),
        order.plan(),
        order.baseline(),
        order.candidate(),
        order.kernels().stream().map(Kernel::identity).toList(),
        boots,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Verdict.INCONCLUSIVE);
  }

  private static void requireSpace(Path folder) {
    try {
      Files.createDirectories(folder);
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < MIN_FREE) {
        throw new VerifyException(
            "%s: only %d MiB are free on its disk, a boot may need %d; free some and run again:"
                    .formatted(folder, free >> 20, MIN_FREE >> 20)
                + " boots that are done are kept");
      }
    } catch (IOException e) {
      throw new VerifyException(folder + ": cannot be made: " + e.getMessage(), e);
    }
  }
}
