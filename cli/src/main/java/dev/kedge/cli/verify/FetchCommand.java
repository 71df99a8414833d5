package dev.kedge.cli.verify;

import dev.kedge.cli.ExitCode;
import dev.kedge.verify.kernel.Kernel;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge verify fetch}: kernels into the cache, and what they are. */
@Command(
    name = "fetch",
    description = {
      "Downloads kernels of Debian's archive by the system's apt, or reads packages, folders and",
      "images, and says what they are: release, build-id, version, modules, options."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge verify fetch debian:6.12 debian:6.17.13",
      "  kedge verify fetch --json /boot/vmlinuz-6.12,/lib/modules/6.12"
    })
final class FetchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private CacheOption cache = new CacheOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "KERNEL",
      description = "debian:VERSION[/FLAVOUR], packages (parts with commas), a folder, an image")
  private List<String> kernels = List.of();

  @Option(names = "--json", description = "print a JSON array")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Kernel> opened = new ArrayList<>();
    for (String kernel : kernels) {
      opened.add(cache.open(kernel, spec.commandLine().getErr()));
    }
    if (json) {
      out.println(
          JsonMapper.shared().writeValueAsString(opened.stream().map(KernelJson::of).toList()));
    } else {
      opened.forEach(kernel ->
          KernelJson.of(kernel)
              .forEach((key, value) ->
                  out.printf("%-15s %s%n", key, value == null ? "unknown" : value)));
    }
    out.flush();
    return ExitCode.OK;
  }
}
