package dev.kedge.cli.bandwidth;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kedge bandwidth}: the model of CPU bandwidth control and what it says of real hosts. */
@Command(
    name = "bandwidth",
    description = "Simulates CPU bandwidth control, and answers what a limit does to a host.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BandwidthSimCommand.class,
      WhatIfCommand.class,
      CheckCommand.class,
      ValidateCommand.class,
      SnapshotCommand.class,
      TalkCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  kedge bandwidth check",
      "  kedge bandwidth sim docs/examples/bandwidth/stranded-lock.yaml --compare A,B --timeline"
    })
public final class BandwidthCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
