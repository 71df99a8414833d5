package dev.kedge.verify.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Watches one machine from its start to its end: reads its frames, holds its limits, stops it when
 * they are passed. Not thread-safe.
 */
final class MachineWatch {
  private static final int POLL_MILLIS = 50;
  private static final int MAX_DAMAGED = 20;

  /** A machine whose guest may restart has a second life for what the first one left. */
  private static final int MAX_LIVES = 2;

  private final BootOrder order;
  private final FrameParser parser;
  private final Path frameFile;
  private final LiveMachines live;
  private final Consumer<Frame> heard;
  private final SuiteBook book;
  private final long started = System.nanoTime();
  private final List<String> damaged = new ArrayList<>();
  private final ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
  private long framesRead;
  private int lives;
  private boolean spoke;
  private boolean ready;
  private OptionalInt exitCode = OptionalInt.empty();
  private String detail = "";
  private Duration wall = Duration.ZERO;

  MachineWatch(
      BootOrder order,
      FrameParser parser,
      Path frameFile,
      LiveMachines live,
      Consumer<Frame> heard) {
    this.order = order;
    this.parser = parser;
    this.frameFile = frameFile;
    this.live = live;
    this.heard = heard;
    this.book = new SuiteBook(order.suites());
  }

  /** Waits until the process has ended, or ends it; says which. */
  Ending.Stop untilTheEnd(Process process) throws IOException {
    try (FileChannel frames = FileChannel.open(frameFile, StandardOpenOption.READ)) {
      Optional<Ending.Stop> stop = Optional.empty();
      while (stop.isEmpty() && !ended(process)) {
        read(frames);
        stop = passedLimit();
      }
      if (stop.isPresent()) {
        LiveMachines.end(process);
      }
      if (stop.filter(Ending.Stop.FLOOD::equals).isEmpty()) {
        read(frames);
      }
      cutConsole();
      wall = elapsed();
      return live.cancelled() ? Ending.Stop.CANCELLED : stop.orElse(Ending.Stop.ITSELF);
    }
  }

  private static boolean ended(Process process) {
    try {
      return process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Optional<Ending.Stop> passedLimit() throws IOException {
    if (live.cancelled() || Thread.currentThread().isInterrupted()) {
      return Optional.of(Ending.Stop.CANCELLED);
    }
    BootLimits limits = order.limits();
    if (Files.size(order.console()) > limits.consoleBytes()) {
      return stop(
          Ending.Stop.FLOOD,
          "stopped: its console passed %d bytes".formatted(limits.consoleBytes()));
    }
    if (framesRead > limits.frameBytes()) {
      return stop(
          Ending.Stop.FLOOD,
          "stopped: its programs printed more than %d bytes".formatted(limits.frameBytes()));
    }
    if (lives > MAX_LIVES) {
      return stop(Ending.Stop.TOTAL_LIMIT, "its guest restarted again and again");
    }
    if (!ready && over(elapsed(), limits.ready())) {
      return stop(
          Ending.Stop.READY_LIMIT,
          "%s after %d s"
              .formatted(
                  spoke ? "its first process did not get ready" : "no first process",
                  limits.ready().toSeconds()));
    }
    Optional<String> running = book.running();
    if (running.isPresent()) {
      Duration limit = order.suiteLimits().getOrDefault(running.get(), limits.suite());
      if (over(book.runningFor(), limit)) {
        return stop(
            Ending.Stop.SUITE_LIMIT,
            "suite %s did not end within %d s".formatted(running.get(), limit.toSeconds()));
      }
    }
    return over(elapsed(), limits.total())
        ? stop(
            Ending.Stop.TOTAL_LIMIT,
            "did not end within %d s".formatted(limits.total().toSeconds()))
        : Optional.empty();
  }

  private Optional<Ending.Stop> stop(Ending.Stop stop, String why) {
    detail = why;
    return Optional.of(stop);
  }

  private static boolean over(Duration elapsed, Duration limit) {
    return elapsed.compareTo(limit) > 0;
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private void read(FileChannel frames) throws IOException {
    for (int read = frames.read(chunk.clear()); read > 0; read = frames.read(chunk.clear())) {
      framesRead += read;
      parser.feed(chunk.array(), 0, read).forEach(this::take);
      if (framesRead > order.limits().frameBytes()) {
        return;
      }
    }
  }

  private void take(Frame frame) {
    spoke = true;
    switch (frame) {
      case Frame.Boot boot -> lives++;
      case Frame.Ready isReady -> ready = true;
      case Frame.Start start -> book.start(start.suite());
      case Frame.Result result -> book.result(result.result());
      case Frame.Text text -> book.text(text.line());
      case Frame.End end -> book.end(end.suite(), end.code());
      case Frame.Exit exit -> exitCode = OptionalInt.of(exit.code());
      case Frame.Damaged bad -> {
        if (damaged.size() < MAX_DAMAGED) {
          damaged.add(bad.reason() + ": " + bad.line());
        }
      }
    }
    heard.accept(frame);
  }

  /** A console that was stopped for its size may have grown past the limit meanwhile. */
  private void cutConsole() throws IOException {
    if (Files.size(order.console()) > order.limits().consoleBytes()) {
      try (SeekableByteChannel console =
          Files.newByteChannel(order.console(), StandardOpenOption.WRITE)) {
        console.truncate(order.limits().consoleBytes());
      }
    }
  }

  boolean spoke() {
    return spoke;
  }

  boolean ready() {
    return ready;
  }

  OptionalInt exitCode() {
    return exitCode;
  }

  String detail() {
    return detail;
  }

  List<SuiteRun> suites() {
    return book.suites();
  }

  List<String> damaged() {
    return damaged;
  }

  long strays() {
    return parser.strays();
  }

  Duration wall() {
    return wall;
  }
}
