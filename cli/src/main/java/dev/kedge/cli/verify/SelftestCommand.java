package dev.kedge.cli.verify;

import dev.kedge.cli.ExitCode;
import dev.kedge.report.ReportParser;
import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.machine.Accelerator;
import dev.kedge.verify.machine.ConsoleScan;
import dev.kedge.verify.machine.LiveMachines;
import dev.kedge.verify.machine.MachineSpec;
import dev.kedge.verify.machine.Programs;
import dev.kedge.verify.run.BootExecutor;
import dev.kedge.verify.run.Selftest;
import dev.kedge.verify.run.TextReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge verify selftest}: tries the machine with a kernel known to be good. */
@Command(
    name = "selftest",
    description = {
      "Boots a kernel known to be good and looks whether a pass, a failure, a panic and a hang are",
      "each seen for what they are. What fails here is the environment's fault, not a kernel's."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  kedge verify selftest --cpus 2"})
final class SelftestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private CacheOption cache = new CacheOption();

  @Option(
      names = "--kernel",
      paramLabel = "KERNEL",
      description = "the good kernel, default debian:6.12")
  private String kernel = "debian:6.12";

  @Option(names = "--cpus", paramLabel = "N", description = "CPUs of the machine, default 1")
  private int cpus = 1;

  @Option(names = "--kvm", description = "use the host's processor, not emulation")
  private boolean kvm;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where consoles go, default verify-selftest")
  private Path out = Path.of("verify-selftest");

  @Option(names = "--json", description = "print a JSON array")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter writer = spec.commandLine().getOut();
    Programs programs = new Programs();
    programs.qemu();
    Kernel good = cache.open(kernel, spec.commandLine().getErr());
    List<Selftest.Trial> trials;
    try (LiveMachines live = new LiveMachines()) {
      BootExecutor executor =
          new BootExecutor(
              programs, live, new ConsoleScan(new ReportParser()), TextReader.NONE, Map.of());
      trials = new Selftest(executor, machine()).run(good, out, trial -> show(writer, trial));
    }
    if (json) {
      writer.println(
          JsonMapper.shared().writeValueAsString(trials.stream().map(this::json).toList()));
    }
    writer.flush();
    return trials.stream().allMatch(Selftest.Trial::passed) ? ExitCode.OK : ExitCode.ENVIRONMENT;
  }

  private MachineSpec machine() {
    MachineSpec emulated = MachineSpec.emulated("selftest", cpus, 1024);
    return kvm ? emulated.with(Accelerator.KVM) : emulated;
  }

  private void show(PrintWriter writer, Selftest.Trial trial) {
    if (!json) {
      writer.printf(
          "%-4s %-22s %s, expected %s (%.1f s) %s%n",
          trial.passed() ? "ok" : "FAIL",
          trial.what(),
          trial.seen().outcome(),
          trial.expected(),
          trial.seen().wall().toMillis() / 1000.0,
          trial.seen().detail());
      writer.flush();
    }
  }

  private Map<String, Object> json(Selftest.Trial trial) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("what", trial.what());
    object.put("passed", trial.passed());
    object.put("expected", trial.expected());
    object.put("outcome", trial.seen().outcome());
    object.put("detail", trial.seen().detail());
    object.put("seconds", trial.seen().wall().toMillis() / 1000.0);
    object.put("console", out.resolve(trial.seen().console()).toString());
    return object;
  }
}
