package dev.kedge.cli;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an agent running as a child process: started again after 1 s, then twice that, up to 60 s,
 * when it dies. The child ends when the pipe to it closes, so also when this process is killed.
 */
final class AgentProcess implements AutoCloseable {
  private static final Logger LOG = System.getLogger(AgentProcess.class.getName());
  private static final long LONGEST_PAUSE_SECONDS = 60;
  private static final long STEADY_SECONDS = 120;

  private final List<String> command;
  private final Optional<String> token;
  private final Thread keeper;
  private @Nullable Process process;
  private boolean closing;

  private AgentProcess(List<String> command, Optional<String> token) {
    this.command = command;
    this.token = token;
    this.keeper = new Thread(this::keep, "agent-keeper");
    keeper.setDaemon(true);
  }

  /** Starts an agent and keeps it running until closed. */
  static AgentProcess start(List<String> command, Optional<String> token) {
    AgentProcess agent = new AgentProcess(command, token);
    agent.keeper.start();
    return agent;
  }

  /** The command line of an agent that reports to this server. */
  static List<String> command(
      String server, Path spool, int frequency, Optional<Path> certificate, RulesOption rules) {
    List<String> command = new ArrayList<>(launcher());
    command.addAll(
        List.of(
            "agent",
            "--server",
            server,
            "--spool",
            spool.toString(),
            "--frequency",
            String.valueOf(frequency),
            "--until-stdin-closes"));
    certificate.ifPresent(
        file -> command.addAll(List.of("--server-cert", file.toAbsolutePath().toString())));
    command.addAll(rules.arguments());
    return command;
  }

  /**
   * The launcher script, which gives the agent its small heap; without it this JVM's own class
   * path.
   */
  private static List<String> launcher() {
    String script = System.getProperty("kedge.launcher");
    if (script != null) {
      return List.of(script);
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        Kedge.class.getName());
  }

  private void keep() {
    long pause = 1;
    try {
      while (true) {
        long started = System.nanoTime();
        Process child = launch();
        if (child == null) {
          return;
        }
        int code = child.waitFor();
        if (isClosing()) {
          return;
        }
        if (code == ExitCode.USAGE) {
          LOG.log(Level.ERROR, "the agent refused its options and is not started again");
          return;
        }
        long lived = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
        pause = lived > STEADY_SECONDS ? 1 : Math.min(pause * 2, LONGEST_PAUSE_SECONDS);
        LOG.log(Level.WARNING, "the agent ended with {0}; starting it again in {1} s", code, pause);
        Thread.sleep(pause * 1000);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(Level.ERROR, "the agent cannot be started: {0}", e.getMessage());
    }
  }

  private synchronized @Nullable Process launch() throws IOException {
    if (closing) {
      return null;
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    token.ifPresent(t -> builder.environment().put(TokenOption.VARIABLE, t));
    process = builder.start();
    return process;
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  private synchronized @Nullable Process markClosing() {
    closing = true;
    return process;
  }

  @Override
  public void close() {
    Process child = markClosing();
    keeper.interrupt();
    if (child == null) {
      return;
    }
    child.destroy();
    try {
      if (!child.waitFor(4, TimeUnit.SECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException e) {
      child.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
