package dev.kedge.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The body of an answer whose size is not known yet: a small one is sent whole with its length, a
 * larger one is streamed, compressed where the asker takes gzip. Until it has grown beyond the
 * buffer an answer can still become a problem. For one thread.
 */
final class DeferredOutput extends OutputStream {
  private static final int BUFFER = 32 * 1024;

  private final ServerResponse response;
  private final boolean gzip;
  private final byte[] buffer = new byte[BUFFER];
  private int used;
  private OutputStream target = OutputStream.nullOutputStream();
  private boolean streaming;

  DeferredOutput(ServerResponse response, boolean gzip) {
    this.response = response;
    this.gzip = gzip;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (!streaming && used + length <= BUFFER) {
      System.arraycopy(bytes, offset, buffer, used, length);
      used += length;
      return;
    }
    if (!streaming) {
      startStreaming();
    }
    target.write(bytes, offset, length);
  }

  private void startStreaming() throws IOException {
    streaming = true;
    response.header(HeaderNames.VARY, "Accept-Encoding");
    if (gzip) {
      response.header(HeaderNames.CONTENT_ENCODING, "gzip");
      target = new FastGzip(response.outputStream());
    } else {
      target = response.outputStream();
    }
    target.write(buffer, 0, used);
  }

  /** Sends what is left; without this call the answer is not complete. */
  void finish() throws IOException {
    if (streaming) {
      target.close();
    } else {
      response.header(HeaderNames.VARY, "Accept-Encoding");
      response.send(buffer, 0, used);
    }
  }

  /** Level 1: columns of integers shrink to a fifth at the speed of a fast network. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
