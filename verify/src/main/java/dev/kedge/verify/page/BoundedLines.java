package dev.kedge.verify.page;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Lines of a file whose lines may be of any length: each is cut, none is skipped. */
final class BoundedLines implements Closeable {
  private final InputStream in;
  private final Charset charset;
  private final int most;

  BoundedLines(InputStream in, Charset charset, int most) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.charset = charset;
    this.most = most;
  }

  /** The next line without its end; null at the end of the file. */
  @Nullable String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long length = 0;
    int b = in.read();
    if (b < 0) {
      return null;
    }
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (length++ < most && b != '\r') {
        line.write(b);
      }
    }
    String text = line.toString(charset);
    return length > most ? text + " \u2026 " + (length - most) + " bytes more" : text;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
