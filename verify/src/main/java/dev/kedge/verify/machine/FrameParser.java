package dev.kedge.verify.machine;

import dev.kedge.model.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts the bytes of the second serial line into frames. Only lines that start with the boot's own
 * nonce are frames; all others are counted. Bytes may come in pieces of any size. Not thread-safe.
 */
final class FrameParser {
  /** The longest line: a result with {@link dev.kedge.verify.result.Metric#MAX_VALUES} values. */
  static final int MAX_LINE = 4 << 20;

  private static final int SHOWN = 120;

  private final String prefix;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;
  private long strays;
  private String suite = "";

  FrameParser(String nonce) {
    prefix = "KEDGE " + nonce + " ";
  }

  /** Takes the next bytes and gives the frames that end in them. */
  List<Frame> feed(byte[] bytes, int offset, int count) {
    List<Frame> frames = new ArrayList<>();
    for (int i = offset; i < offset + count; i++) {
      if (bytes[i] == '\n') {
        endOfLine().ifPresent(frames::add);
      } else if (line.size() >= MAX_LINE) {
        tooLong = true;
      } else if (bytes[i] != '\r') {
        line.write(bytes[i]);
      }
    }
    return frames;
  }

  /** How many lines were none of the guest's first process. */
  long strays() {
    return strays;
  }

  private Optional<Frame> endOfLine() {
    String text = line.toString(StandardCharsets.UTF_8);
    boolean cut = tooLong;
    line.reset();
    tooLong = false;
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.startsWith(prefix)) {
      strays++;
      return Optional.empty();
    }
    String body = text.substring(prefix.length());
    return Optional.of(cut ? damaged(body, "longer than " + MAX_LINE + " bytes") : frame(body));
  }

  private Frame frame(String body) {
    String[] words = body.split(" ", 2);
    String rest = words.length == 2 ? words[1] : "";
    return switch (words[0]) {
      case "BOOT" -> new Frame.Boot();
      case "READY" -> new Frame.Ready();
      case "START" -> {
        suite = rest;
        yield new Frame.Start(rest);
      }
      case "TEXT" -> new Frame.Text(rest);
      case "RESULT" -> result(rest);
      case "END" -> end(rest);
      case "EXIT" -> code(rest).<Frame>map(Frame.Exit::new).orElseGet(() -> damaged(body));
      default -> damaged(body);
    };
  }

  private Frame end(String rest) {
    int space = rest.indexOf(' ');
    String name = space < 0 ? rest : rest.substring(0, space);
    suite = "";
    return code(rest.substring(space + 1))
        .<Frame>map(code -> new Frame.End(name, code))
        .orElseGet(() -> damaged("END " + rest));
  }

  private Frame result(String json) {
    try {
      return new Frame.Result(ResultJson.read(json, suite));
    } catch (IllegalArgumentException e) {
      return damaged("RESULT " + json, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Integer> code(String text) {
    return text.matches("\\d{1,3}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  private static Frame damaged(String body) {
    return damaged(body, "no frame");
  }

  private static Frame damaged(String body, String reason) {
    return new Frame.Damaged(Printable.of(body, SHOWN), reason);
  }
}
