package dev.kedge.cli.verify;

import dev.kedge.bandwidth.picture.TextTable;
import dev.kedge.cli.ExitCode;
import dev.kedge.verify.kernel.DebianKernels;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge verify kernels}: which kernels can be fetched. */
@Command(
    name = "kernels",
    description = "Lists the kernels of Debian's archive that can be fetched, the oldest first.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  kedge verify kernels --flavour amd64"})
final class KernelsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private CacheOption cache = new CacheOption();

  @Option(
      names = "--flavour",
      paramLabel = "NAME",
      description = "cloud-amd64 (default), amd64 or rt-amd64")
  private String flavour = DebianKernels.usualFlavour();

  @Option(names = "--json", description = "print a JSON array")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<DebianKernels.Offer> offers = cache.debian(spec.commandLine().getErr()).offers(flavour);
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(offers));
    } else {
      TextTable table = new TextTable(3, "version", "release", "packages");
      offers.forEach(o -> table.row(o.version(), o.release(), o.packages().size()));
      out.print(table);
    }
    out.flush();
    return ExitCode.OK;
  }
}
