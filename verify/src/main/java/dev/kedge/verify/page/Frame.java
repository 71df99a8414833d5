package dev.kedge.verify.page;

import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What all pages begin and end with. */
final class Frame {
  private final String css;

  Frame() {
    try (var in = Frame.class.getResourceAsStream("page.css")) {
      if (in == null) {
        throw new IllegalStateException("page.css is missing from the jar");
      }
      this.css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A page around {@code body}. Nothing can be loaded or run by it, whatever it contains. */
  String around(String title, Markup body) {
    return new Markup()
        .tag("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .tag("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        .tag("style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">")
        .tag("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .tag("<meta name=\"referrer\" content=\"no-referrer\"><title>")
        .text(title)
        .tag("</title><style>\n")
        .tag(css)
        .tag("</style></head><body><main>\n")
        .tag(body.toString())
        .tag("</main></body></html>\n")
        .toString();
  }

  static void write(Path file, String page) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, page);
    } catch (IOException e) {
      throw new VerifyException("cannot write " + file + ": " + e, e);
    }
  }
}
