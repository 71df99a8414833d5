package dev.kedge.report.carrier;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An input of a carrier and the records it holds. The file's part above {@code ---- records} is the
 * input, {@code {{0d}}} a byte in it and a backslash at a line's end no line feed; a record is
 * {@code host|boot|sequence|micros|wall|level|context|lost before|line|text}. Behind {@code ----
 * found} stand the carriers and counts of losses.
 */
record CarrierCase(String name, String latin1, List<String> records, String found) {

  static List<CarrierCase> all() {
    URL folder = CarrierCase.class.getResource("cases");
    if (folder == null) {
      throw new IllegalStateException("the cases are not on the class path");
    }
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.sorted().map(CarrierCase::read).toList();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CarrierCase read(Path file) {
    try {
      String text = Files.readString(file);
      String[] parts = text.split("(?m)^---- (records|found)\n", -1);
      return new CarrierCase(
          file.getFileName().toString(),
          latin1(bytes(parts[0])),
          parts[1].lines().toList(),
          parts[2]);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The bytes of the input. */
  byte[] input() {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String latin1(byte[] input) {
    return new String(input, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    String joined = text.replace("\\\n", "");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    while (at < joined.length()) {
      if (joined.startsWith("{{", at) && joined.startsWith("}}", at + 4)) {
        out.write(Integer.parseInt(joined.substring(at + 2, at + 4), 16));
        at += 6;
      } else {
        int next = joined.offsetByCodePoints(at, 1);
        out.writeBytes(joined.substring(at, next).getBytes(StandardCharsets.UTF_8));
        at = next;
      }
    }
    return out.toByteArray();
  }

  @Override
  public String toString() {
    return name;
  }

  /** What a reader makes of bytes fed in pieces of at most this size. */
  static CarrierCase of(String name, byte[] input, int piece) {
    List<LogRecord> records = new ArrayList<>();
    CarrierReader reader = new CarrierReader(records::add);
    for (int at = 0; at < input.length; at += piece) {
      reader.feed(input, at, Math.min(piece, input.length - at));
    }
    reader.end();
    String found =
        "%s\n%s\n"
            .formatted(
                reader.seen().stream().map(Carrier::label).sorted().toList(),
                new TreeMap<>(reader.losses().counts()));
    return new CarrierCase(
        name, latin1(input), records.stream().map(CarrierCase::show).toList(), found);
  }

  private static String show(LogRecord r) {
    return "%s|%d|%d|%d|%d|%d|%s|%d|%d|%s"
        .formatted(
            r.host(),
            r.boot(),
            r.sequence(),
            r.micros(),
            r.wallMicros(),
            r.level(),
            r.context(),
            r.lostBefore(),
            r.line(),
            r.text());
  }

  /** Prints the file with what is read now: check it by hand before it becomes an expectation. */
  public static void main(String[] args) throws IOException {
    for (String arg : args) {
      Path file = Path.of(arg);
      String input = Files.readString(file).split("(?m)^---- records\n", -1)[0];
      CarrierCase read = of(arg, bytes(input), Integer.MAX_VALUE);
      String records = String.join("\n", read.records());
      String all = input + "---- records\n" + records + "\n---- found\n" + read.found();
      Files.writeString(file, all);
    }
  }
}
