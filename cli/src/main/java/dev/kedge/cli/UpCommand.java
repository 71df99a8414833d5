package dev.kedge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kedge up}: server and agent on this host, in one process tree. */
@Command(
    name = "up",
    description =
        "Watches this host: runs server and agent here and prints the address of the pages.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: kedge up --data /var/tmp/kedge --port 7878",
      "Prints \"ready URL\" when it serves. Ctrl-C or SIGTERM ends it cleanly.",
      "As root it sees everything; without, it says what is missing and which capability gives it."
    })
final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions options = new ServerOptions();

  @Mixin private FrequencyOption frequency = new FrequencyOption();

  @Override
  public Integer call() throws InterruptedException {
    Path spool = options.data().resolve("spool");
    Optional<String> token = options.tokenFile().flatMap(UpCommand::agentToken);
    return new ServerProcess(options, spec.commandLine().getOut())
        .run(server ->
            AgentProcess.start(
                AgentProcess.command(
                    server.url(), spool, frequency.hertz(), options.certificate(), options.rules()),
                token));
  }

  /** A token of the file for this host's own agent; whether the file is sound the server checks. */
  private static Optional<String> agentToken(Path file) {
    try {
      Optional<String> token =
          Files.readAllLines(file).stream()
              .map(line -> line.strip().split("\\s+"))
              .filter(words -> words.length == 2)
              .filter(words -> words[0].equals("agent") || words[0].equals("admin"))
              .map(words -> words[1])
              .findFirst();
      if (token.isEmpty()) {
        throw new IllegalArgumentException(
            "token file %s holds no token for this host's own agent; add a line \"agent TOKEN\""
                .formatted(file));
      }
      return token;
    } catch (IOException e) {
      throw new IllegalArgumentException("token file %s cannot be read: %s".formatted(file, e), e);
    }
  }
}
