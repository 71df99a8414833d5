package dev.kedge.report.carrier;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * The bytes of a log that may be packed by gzip, zstd, xz or zlib, or by two of them one in the
 * other. Bounded: what unpacks to too much is refused. What is damaged or cut off is given up to
 * there, and {@link #damage()} says so. Not thread-safe.
 */
public final class Unpacked extends InputStream {
  /** The largest log that is read: 512 MiB. */
  public static final long MAX_BYTES = 512L << 20;

  /** Deflate packs a thousand to one at most; no log packs better than half of that. */
  private static final long MAX_RATIO = 500;

  private static final long FREE_BYTES = 16L << 20;
  private static final int MAX_LAYERS = 2;
  private static final String PSTORE_SUFFIX = ".enc.z";

  private final Counted packed;
  private final InputStream in;
  private final boolean isPacked;
  private final long maxBytes;
  private long given;
  private String damage = "";

  private Unpacked(Counted packed, InputStream in, boolean isPacked, long maxBytes) {
    this.packed = packed;
    this.in = in;
    this.isPacked = isPacked;
    this.maxBytes = maxBytes;
  }

  /**
   * Looks at the first bytes and begins to unpack.
   *
   * @param in the file, not buffered
   * @param name its name; {@code .enc.z} marks what pstore packed
   * @param maxBytes how much it may be, unpacked
   * @throws CarrierException when it is no log, or packed in a way that is not read; the message
   *     tells what to do
   * @throws IOException when it cannot be read
   */
  public static Unpacked open(InputStream in, String name, long maxBytes) throws IOException {
    Counted packed = new Counted(in);
    InputStream layer = packed;
    boolean isPacked = false;
    for (int i = 0; ; i++) {
      byte[] first = first(layer, packed);
      layer = new SequenceInputStream(new ByteArrayInputStream(first), layer);
      Packing packing = Packing.of(first, first.length);
      if (!packing.refusal().isEmpty()) {
        throw new CarrierException("it is " + packing.refusal());
      }
      if (packing == Packing.NONE) {
        boolean pstore = i == 0 && name.endsWith(PSTORE_SUFFIX) && first.length > 0;
        return pstore
            ? new Unpacked(packed, Packing.openPstore(layer), true, maxBytes)
            : new Unpacked(packed, layer, isPacked, maxBytes);
      }
      if (i == MAX_LAYERS) {
        throw new CarrierException(
            "it is packed more than %d times; unpack it first".formatted(MAX_LAYERS));
      }
      try {
        layer = packing.open(layer);
      } catch (IOException e) {
        throw new CarrierException("its %s header is damaged".formatted(packing));
      }
      isPacked = true;
    }
  }

  private static byte[] first(InputStream layer, Counted packed) throws IOException {
    try {
      return layer.readNBytes(Packing.MAGIC_BYTES);
    } catch (IOException | RuntimeException e) {
      if (packed.failed || layer == packed) {
        throw e;
      }
      throw cannotUnpack(e);
    }
  }

  private static CarrierException cannotUnpack(Exception e) {
    return new CarrierException(
        "it cannot be unpacked (%s); pstore files packed by lzo, lz4 or 842 are not read"
            .formatted(e.getMessage()));
  }

  /** What is wrong with the packed file, empty when nothing was found so far. */
  public String damage() {
    return damage;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (!damage.isEmpty()) {
      return -1;
    }
    int count;
    try {
      count = in.read(bytes, offset, length);
    } catch (IOException | RuntimeException e) {
      return damaged(e);
    }
    given += Math.max(0, count);
    if (given > maxBytes) {
      throw new CarrierException(
          "larger than %d MiB%s; cut it with split -C 500M and pass the parts"
              .formatted(maxBytes >> 20, isPacked ? " unpacked" : ""));
    }
    if (isPacked && given > FREE_BYTES && given / MAX_RATIO > packed.count) {
      throw new CarrierException(
          "%d bytes unpack to more than %d: no log packs so well, it is refused"
              .formatted(packed.count, given));
    }
    return count;
  }

  private int damaged(Exception e) throws IOException {
    if (packed.failed || !isPacked) {
      throw e instanceof IOException io ? io : new IOException(e);
    }
    if (given == 0) {
      throw cannotUnpack(e);
    }
    damage = "damaged or cut off after %d bytes unpacked; the rest is missing".formatted(given);
    return -1;
  }

  @Override
  public void close() throws IOException {
    in.close();
    packed.close();
  }

  /** Counts what is read of the file, and remembers whether reading itself failed. */
  private static final class Counted extends InputStream {
    private final InputStream in;
    private long count;
    private boolean failed;

    Counted(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        int read = in.read(bytes, offset, length);
        count += Math.max(0, read);
        return read;
      } catch (IOException e) {
        failed = true;
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
