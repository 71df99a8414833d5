package dev.kedge.cli.verify;

import dev.kedge.report.ReportParser;
import dev.kedge.verify.VerifyException;
import dev.kedge.verify.guest.GuestProgram;
import dev.kedge.verify.machine.ConsoleScan;
import dev.kedge.verify.machine.LiveMachines;
import dev.kedge.verify.machine.Programs;
import dev.kedge.verify.run.BootExecutor;
import dev.kedge.verify.suite.Plan;
import dev.kedge.verify.suite.PlanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that boot kernels by a plan. */
final class PlanOptions {
  @Mixin CacheOption cache = new CacheOption();

  @Option(
      names = "--plan",
      paramLabel = "PLAN",
      defaultValue = "default",
      description = "a plan's file, or the name of one that comes with Kedge; default: default")
  String planName = "default";

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
