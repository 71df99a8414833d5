package dev.kedge.linux.kmsg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class KmsgParserTest {
  private static Optional<KmsgRecord> parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return KmsgParser.parse(bytes, bytes.length);
  }

  @Test
  void readsHeadTextAndFields() {
    assertThat(
            parse(
                """
                6,339,5140900,-,caller=T66;NET: Registered protocol family 10
                 SUBSYSTEM=net
                 DEVICE=n5
                """))
        .hasValue(
            new KmsgRecord(
                0,
                6,
                339,
                5140900,
                false,
                Optional.of("T66"),
                "NET: Registered protocol family 10",
                Map.of("SUBSYSTEM", "net", "DEVICE", "n5")));
  }

  @Test
  void tellsUserSpaceAndContinuations() {
    KmsgRecord record = parse("30,7,9,c;systemd[1]: a; b\n").orElseThrow();
    assertThat(record.facility()).isEqualTo(3);
    assertThat(record.level()).isEqualTo(6);
    assertThat(record.fromKernel()).isFalse();
    assertThat(record.continuation()).isTrue();
    assertThat(record.text()).isEqualTo("systemd[1]: a; b");
  }

  @Test
  void undoesEscapes() {
    assertThat(parse("4,1,2,-;a\\x0ab \\xc3\\xa9 \\x5cx41 \\xZZ \\x4").orElseThrow().text())
        .isEqualTo("a\nb é \\x41 \\xZZ \\x4");
    assertThat(parse("4,1,2,-;\\x41").orElseThrow().text()).isEqualTo("A");
  }

  @Test
  void passesOverWhatIsNoRecord() {
    for (String text :
        new String[] {
          "",
          ";",
          "no record",
          "1,2,3;short head",
          "a,1,2,-;x",
          "-1,1,2,-;x",
          "1,-5,2,-;x",
          "99999999999999999999,1,2,-;x",
          "\n",
          " KEY=value"
        }) {
      assertThat(parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void readsRecordsOfAnyLength() {
    String text = "x".repeat(100_000);
    assertThat(parse("3,1,2,-;" + text + "\n").orElseThrow().text()).isEqualTo(text);
  }

  @Property
  void readsBackWhatTheKernelEscapes(
      @ForAll @IntRange(max = 191) int prefix,
      @ForAll @LongRange(min = 0) long sequence,
      @ForAll String text) {
    KmsgRecord record =
        parse(prefix + "," + sequence + ",17,-;" + escaped(text) + "\n").orElseThrow();
    assertThat(record.text())
        .isEqualTo(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    assertThat(record.facility() * 8 + record.level()).isEqualTo(prefix);
    assertThat(record.sequence()).isEqualTo(sequence);
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      if (c < ' ' || c >= 127 || c == '\\') {
        out.append(String.format(Locale.ROOT, "\\x%02x", c));
      } else {
        out.append((char) c);
      }
    }
    return out.toString();
  }

  @Property
  void acceptsAnyBytes(@ForAll byte[] bytes) {
    assertThat(KmsgParser.parse(bytes, bytes.length)).isNotNull();
    byte[] headed = new byte[bytes.length + 8];
    System.arraycopy("6,1,2,-;".getBytes(StandardCharsets.US_ASCII), 0, headed, 0, 8);
    System.arraycopy(bytes, 0, headed, 8, bytes.length);
    assertThat(KmsgParser.parse(headed, headed.length)).isPresent();
  }
}
