package dev.kedge.report.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class UnpackedTest {
  private static final byte[] LOG =
      "[    1.000000] brook: link up\n".repeat(2000).getBytes(StandardCharsets.UTF_8);

  private interface Packer {
    OutputStream open(OutputStream out) throws IOException;
  }

  private static byte[] pack(Packer packer, byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packed = packer.open(out)) {
      packed.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    return pack(GZIPOutputStream::new, bytes);
  }

  private static byte[] xz(byte[] bytes) throws IOException {
    return pack(out -> new XZOutputStream(out, new LZMA2Options(0)), bytes);
  }

  private static byte[] zstd(byte[] bytes) {
    ZstdJavaCompressor compressor = new ZstdJavaCompressor();
    byte[] out = new byte[compressor.maxCompressedLength(bytes.length)];
    return Arrays.copyOf(out, compressor.compress(bytes, 0, bytes.length, out, 0, out.length));
  }

  private static byte[] deflate(byte[] bytes) throws IOException {
    return pack(out -> new DeflaterOutputStream(out, new Deflater(9, true)), bytes);
  }

  static Stream<Arguments> packed() throws IOException {
    return Stream.of(
        Arguments.of("plain.log", LOG),
        Arguments.of("log.gz", gzip(LOG)),
        Arguments.of("log.xz", xz(LOG)),
        Arguments.of("log.zst", zstd(LOG)),
        Arguments.of("log.gz.xz", xz(gzip(LOG))),
        Arguments.of("dmesg-efi-1.enc.z", pack(DeflaterOutputStream::new, LOG)),
        Arguments.of("dmesg-efi-2.enc.z", deflate(LOG)));
  }

  @ParameterizedTest
  @MethodSource("packed")
  void unpacks(String name, byte[] packed) throws IOException {
    Unpacked unpacked = open(name, packed, LOG.length);
    assertThat(unpacked.readAllBytes()).isEqualTo(LOG);
    assertThat(unpacked.damage()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("packed")
  void whatIsCutOffIsReadUpToThere(String name, byte[] packed) throws IOException {
    byte[] noise = new byte[300_000];
    new Random(7).nextBytes(noise);
    byte[] whole = name.endsWith(".gz") ? gzip(noise) : name.endsWith(".xz") ? xz(noise) : packed;
    byte[] cut = Arrays.copyOf(whole, whole.length * 3 / 4);
    try {
      Unpacked unpacked = open(name, cut, 1 << 20);
      byte[] bytes = unpacked.readAllBytes();
      assertThat(bytes.length).isPositive();
      assertThat(unpacked.damage().isEmpty()).isEqualTo(name.equals("plain.log"));
    } catch (CarrierException e) {
      assertThat(e).hasMessageContaining("cannot be unpacked");
    }
  }

  @Test
  void tooLargeIsRefused() throws IOException {
    Unpacked unpacked = open("log.gz", gzip(LOG), LOG.length - 1);
    assertThatThrownBy(unpacked::readAllBytes)
        .isInstanceOf(CarrierException.class)
        .hasMessageContaining("cut it");
  }

  @Test
  void bombsAreRefused() throws IOException {
    byte[] bomb = xz(xz(new byte[64 << 20]));
    Unpacked unpacked = open("bomb.xz", bomb, Unpacked.MAX_BYTES);
    assertThatThrownBy(unpacked::readAllBytes)
        .isInstanceOf(CarrierException.class)
        .hasMessageContaining("refused");
    byte[] nested = gzip(gzip(gzip(LOG)));
    assertThatThrownBy(() -> open("nested.gz", nested, Unpacked.MAX_BYTES))
        .isInstanceOf(CarrierException.class)
        .hasMessageContaining("more than 2 times");
  }

  @ParameterizedTest
  @CsvSource({"LPKSHHRH, journalctl --file", "BZh91AY&, bzip2 -dc", "KDUMP   x, vmcore-dmesg.txt"})
  void saysWhatToDoWithOtherFiles(String magic, String advice) {
    byte[] bytes = (magic + "        ").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> open("file", bytes, 100))
        .isInstanceOf(CarrierException.class)
        .hasMessageContaining(advice);
  }

  @Property(tries = 300)
  void anyBytesAreReadOrRefused(@ForAll byte[] bytes, @ForAll("magic") byte[] magic)
      throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(magic);
    all.writeBytes(bytes);
    try {
      assertThat(open("x.enc.z", all.toByteArray(), 1 << 16).readAllBytes().length)
          .isLessThanOrEqualTo(1 << 16);
    } catch (CarrierException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<byte[]> magic() throws IOException {
    return Arbitraries.of(
        new byte[0],
        Arrays.copyOf(gzip(LOG), 10),
        Arrays.copyOf(xz(LOG), 24),
        Arrays.copyOf(zstd(LOG), 9),
        new byte[] {'x', (byte) 0x9c});
  }

  private static Unpacked open(String name, byte[] bytes, long max) throws IOException {
    return Unpacked.open(new ByteArrayInputStream(bytes), name, max);
  }
}
