package dev.kedge.cli.verify;

import dev.kedge.report.ReportParser;
import dev.kedge.verify.VerifyException;
import dev.kedge.verify.guest.GuestProgram;
import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.machine.ConsoleScan;
import dev.kedge.verify.machine.LiveMachines;
import dev.kedge.verify.machine.Programs;
import dev.kedge.verify.result.VerificationResult;
import dev.kedge.verify.run.BootExecutor;
import dev.kedge.verify.run.RunOrder;
import dev.kedge.verify.run.VerificationRun;
import dev.kedge.verify.suite.Plan;
import dev.kedge.verify.suite.PlanFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that run a plan, and the run. */
final class RunOptions {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  @Mixin CacheOption cache = new CacheOption();

  @Mixin JudgeOptions judging = new JudgeOptions();

  @Option(
      names = "--plan",
      paramLabel = "PLAN",
      defaultValue = "default",
      description = "a plan's file, or the name of one that comes with Kedge; default: default")
  String planName = "default";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "how often each kernel does the plan's boots, default as the plan says")
  @Nullable Integer rounds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "verify-results",
      description =
          "folder of results; a run that was stopped goes on in it. Default verify-results")
  Path out = Path.of("verify-results");

  @Option(names = "--json", description = "print the results as JSON, as results.json has them")
  boolean json;

  /** Opens the plan; what is wrong in it is the user's to mend. */
  Plan plan() {
    try {
      return PlanFile.open(planName);
    } catch (VerifyException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Opens kernels, in order. */
  List<Kernel> open(List<String> texts, PrintWriter err) {
    List<Kernel> kernels = new ArrayList<>();
    for (String text : texts) {
      kernels.add(cache.open(text, err));
    }
    return kernels;
  }

  /** Runs a plan over kernels; the last is the candidate. */
  VerificationResult run(
      Plan plan, List<Kernel> kernels, Optional<String> baseline, PrintWriter err) {
    InstantSource clock = InstantSource.system();
    try (LiveMachines live = new LiveMachines()) {
      BootExecutor executor = executor(plan, live);
      Kernel candidate = kernels.getLast();
      RunOrder order =
          new RunOrder(
              candidate.identity().release().value().replaceAll("[^A-Za-z0-9._+~-]", "_")
                  + "-"
                  + STAMP.format(clock.instant()),
              plan.identity(),
              plan::boots,
              kernels,
              baseline,
              candidate.identity().label(),
              rounds == null ? plan.rounds() : rounds,
              out);
      return new VerificationRun(executor, live, clock, new BootProgress(err)).run(order);
    }
  }

  /** What boots kernels, once it is known that this host can. */
  BootExecutor executor(Plan plan, LiveMachines live) {
    Programs programs = new Programs();
    programs.qemu();
    return new BootExecutor(
        programs,
        live,
        new ConsoleScan(new ReportParser()),
        plan::read,
        Map.of(GuestProgram.NAME, guestProgram()));
  }

  private byte[] guestProgram() {
    Path file = new GuestProgram(cache.guestFolder()).binary();
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new VerifyException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
