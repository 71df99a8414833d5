package dev.kedge.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kedge server}: the server alone. */
@Command(
    name = "server",
    description = "Runs the server: takes in what agents send, keeps it, serves API and pages.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge server --data /var/lib/kedge",
      "  kedge server --listen 0.0.0.0 --token-file tokens --tls-cert cert.pem --tls-key key.pem"
    })
final class ServerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions options = new ServerOptions();

  @Override
  public Integer call() throws InterruptedException {
    return new ServerProcess(options, spec.commandLine().getOut()).run(server -> () -> {});
  }
}
