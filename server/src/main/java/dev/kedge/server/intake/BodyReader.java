package dev.kedge.server.intake;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.kedge.model.Printable;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Problem;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Watchdog;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Reads the body of a request whole, within bounds: bytes as sent, bytes decoded, and time. A
 * decoder sees the body as it arrives, so that a small body that would become a huge one (a
 * compression bomb) ends at the bound and not in memory. Safe for many threads.
 */
public final class BodyReader {
  private static final int BUFFER = 64 * 1024;

  /**
   * log2 of the largest zstd window taken: 8 MiB, what every decoder should support by RFC 8878
   * section 3.1.1.1.2; the format allows 2 TiB.
   */
  private static final int MAX_WINDOW_LOG = 23;

  /**
   * A body that still arrives is told why it ends; one that stands still is cut this much later.
   */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final long maxSent;
  private final int maxDecoded;
  private final Duration maxTime;

  /**
   * A reader with these bounds.
   *
   * @param maxSent most bytes as sent
   * @param maxDecoded most bytes decoded
   * @param maxTime longest time for a body to arrive
   */
  public BodyReader(long maxSent, int maxDecoded, Duration maxTime) {
    this.maxSent = maxSent;
    this.maxDecoded = maxDecoded;
    this.maxTime = maxTime;
  }

  /**
   * The decoded body.
   *
   * @throws ProblemException 400, 408, 413 or 415
   */
  public byte[] read(Call call) {
    if (call.contentLength().orElse(0) > maxSent) {
      throw tooLarge("as sent", maxSent);
    }
    InputStream sent = new SentBytes(call.body(), maxSent, maxTime);
    try (Watchdog.Watch _ = call.watch(maxTime.plus(GRACE));
        InputStream decoded = decoder(call, sent)) {
      byte[] bytes = decoded.readNBytes(maxDecoded);
      if (decoded.read() >= 0) {
        throw tooLarge("decoded", maxDecoded);
      }
      return bytes;
    } catch (IOException e) {
      throw ProblemException.badRequest(
          "the body cannot be decoded, it is damaged or cut off: "
              + Printable.of(String.valueOf(e.getMessage()), 200));
    }
  }

  private static InputStream decoder(Call call, InputStream sent) throws IOException {
    String coding =
        call.header(HeaderNames.CONTENT_ENCODING).orElse("identity").toLowerCase(Locale.ROOT);
    return switch (coding) {
      case "identity" -> sent;
      case "zstd" -> new ZstdInputStreamNoFinalizer(sent).setLongMax(MAX_WINDOW_LOG);
      case "gzip" -> new GZIPInputStream(sent, BUFFER);
      default -> {
        call.set(HeaderNames.ACCEPT_ENCODING, "zstd, gzip, identity");
        throw new ProblemException(
            new Problem(
                415,
                "Content-Encoding \"%s\" is not known here; use zstd, gzip or none"
                    .formatted(Printable.of(coding, 40))));
      }
    };
  }

  private static ProblemException tooLarge(String how, long max) {
    return new ProblemException(
        new Problem(413, "the body is larger than %d bytes %s".formatted(max, how)));
  }

  /** The bytes of the connection, counted and timed. */
  private static final class SentBytes extends InputStream {
    private final InputStream in;
    private final long max;
    private final long deadline;
    private final Duration maxTime;
    private long count;

    SentBytes(InputStream in, long max, Duration maxTime) {
      this.in = in;
      this.max = max;
      this.maxTime = maxTime;
      this.deadline = System.nanoTime() + maxTime.toNanos();
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int read;
      try {
        read = in.read(bytes, offset, Math.min(length, BUFFER));
      } catch (IOException | RuntimeException e) {
        throw broken();
      }
      if (read > 0) {
        count += read;
      }
      if (count > max) {
        throw tooLarge("as sent", max);
      }
      if (System.nanoTime() - deadline > 0) {
        throw timeout();
      }
      return read;
    }

    private ProblemException timeout() {
      return new ProblemException(
          new Problem(
              408, "the body did not arrive within %d seconds".formatted(maxTime.toSeconds())));
    }

    private ProblemException broken() {
      if (System.nanoTime() - deadline > 0) {
        return timeout();
      }
      return ProblemException.badRequest("the body ended before it was complete");
    }
  }
}
