package dev.kedge.cli;

import dev.kedge.agent.Agent;
import dev.kedge.agent.AgentConfig;
import dev.kedge.agent.Budget;
import dev.kedge.agent.DebugDataOptions;
import dev.kedge.model.HostId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kedge agent}: watches this host and sends what it sees to a server. */
@Command(
    name = "agent",
    description = "Watches this host and sends what it sees to a server.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: kedge agent --server https://kedge.example:7878/ --token-file /etc/kedge/token",
      "The token may also be in the environment variable KEDGE_TOKEN."
    })
final class AgentCommand implements Callable<Integer> {
  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:7878/",
      description = "where to send to, default http://127.0.0.1:7878/")
  private URI server = URI.create("http://127.0.0.1:7878/");

  @Mixin private TokenOption token = new TokenOption();

  @Option(
      names = "--server-cert",
      paramLabel = "FILE",
      description = "PEM certificate the server must show, instead of the system's authorities")
  private @Nullable Path serverCertificate;

  @Option(
      names = "--spool",
      paramLabel = "DIR",
      defaultValue = "spool",
      description = "directory for what the server has not taken yet, default ./spool")
  private Path spool = Path.of("spool");

  @Option(
      names = "--spool-bytes",
      paramLabel = "SIZE",
      defaultValue = "256M",
      description = "most the spool may hold; then the oldest goes, default 256M")
  private ByteSize spoolBytes = new ByteSize(AgentConfig.DEFAULT_SPOOL_BYTES);

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "report under this name instead of the machine's own")
  private @Nullable String host;

  @Mixin private FrequencyOption frequency = new FrequencyOption();

  @Mixin private KindsOption kinds = new KindsOption();

  @Mixin private DebugDataOption debugData = new DebugDataOption();

  @Mixin private RulesOption rules = new RulesOption();

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "length of a profile window, 1s to 60s, default 10s")
  private Duration window = Duration.ofSeconds(10);

  @Option(
      names = "--cpu-budget",
      paramLabel = "PERCENT",
      defaultValue = "0.2",
      description = "CPU time as percent of busy CPU time; samples less beyond, default 0.2")
  private double cpuBudget = 0.2;

  @Option(
      names = "--memory-budget",
      paramLabel = "SIZE",
      defaultValue = "256M",
      description = "resident memory; keeps less beyond, default 256M")
  private ByteSize memoryBudget = new ByteSize(Budget.DEFAULT.memoryBytes());

  @Option(
      names = "--until-stdin-closes",
      description = "end when standard input closes; used by kedge up")
  private boolean untilStdinCloses;

  @Override
  public Integer call() throws IOException, InterruptedException {
    AgentConfig defaults = AgentConfig.of(server, spool);
    AgentConfig config =
        new AgentConfig(
            server,
            token.token(),
            Optional.ofNullable(serverCertificate),
            spool,
            spoolBytes.bytes(),
            Optional.ofNullable(host).map(HostId::new),
            frequency.hertz(),
            window,
            defaults.vitals(),
            defaults.taskScan(),
            defaults.heartbeat(),
            new Budget(cpuBudget / 100, memoryBudget.bytes()),
            kinds.kinds(),
            debugData.of(DebugDataOptions.SPARING, false));
    Thread.setDefaultUncaughtExceptionHandler(AgentCommand::endAfterFailure);
    CountDownLatch end = new CountDownLatch(1);
    Agent agent = Agent.start(config, Version.current(), rules.parser());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  agent.close();
                  end.countDown();
                },
                "shutdown"));
    if (untilStdinCloses) {
      while (System.in.read() >= 0) {
        // Whatever is written is of no interest, only that the pipe is open.
      }
      return ExitCode.OK;
    }
    end.await();
    return ExitCode.OK;
  }

  /** An agent with a dead thread looks alive and sees nothing: it ends, and is started again. */
  private static void endAfterFailure(Thread thread, Throwable failure) {
    System.getLogger(AgentCommand.class.getName())
        .log(System.Logger.Level.ERROR, "thread " + thread.getName() + " failed", failure);
    Runtime.getRuntime().halt(ExitCode.ENVIRONMENT);
  }
}
