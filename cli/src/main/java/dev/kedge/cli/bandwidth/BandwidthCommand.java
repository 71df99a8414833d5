package dev.kedge.cli.bandwidth;

import dev.kedge.cli.CommandGroup;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kedge bandwidth}: the model of CPU bandwidth control and what it says of real hosts. */
@Command(
    name = "bandwidth",
    description = "Simulates CPU bandwidth control, and answers what a limit does to a host.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge bandwidth check",
      "  kedge bandwidth sim docs/examples/bandwidth/stranded-lock.yaml --compare A,B --timeline"
    })
public final class BandwidthCommand implements CommandGroup, Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public List<String> subcommands() {
    return List.of("sim", "whatif", "check", "validate", "snapshot", "talk", "help");
  }

  @Override
  public Object subcommand(String name) {
    return switch (name) {
      case "sim" -> new BandwidthSimCommand();
      case "whatif" -> new WhatIfCommand();
      case "check" -> new CheckCommand();
      case "validate" -> new ValidateCommand();
      case "snapshot" -> new SnapshotCommand();
      case "talk" -> new TalkCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
