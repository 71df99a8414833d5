package dev.kedge.report.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing in the input stops the reader, makes it keep much, or makes it work without measure. */
class HostileInputTest {
  private static final String[] PIECES = {
    "6,1,2,-;",
    "6,99999999999999999,2,-;",
    "7.1,4,",
    "ncfrag=",
    "0/9",
    ",caller=T1",
    ";",
    "\\x0a",
    "\\x",
    "Nov 22 10:00:00 ",
    "2026-11-22T10:00:00Z ",
    "host ",
    "kernel: ",
    "<6>",
    "<6>1 ",
    "- - ",
    "[a b=\"c\"]",
    "[",
    "]",
    "[    1.000000]",
    "[ T1]",
    "[Sat Nov 22 10:00:00 2026]",
    "[< 1.0>]",
    "__CURSOR=1\n",
    "_TRANSPORT=kernel\n",
    "MESSAGE=",
    "MESSAGE\n",
    "\u0005\0\0\0\0\0\0\0",
    "\n",
    "\r\n",
    "{\"MESSAGE\":",
    "\"\\u00",
    "[1,2,",
    "null}",
    "Panic#1 Part",
    "1\n",
    "2\n",
    "\u001b[",
    "\u001b]",
    "\0",
    "-- Reboot --",
    "--------- beginning of kernel\n",
    "11-22 10:00:00.123 0 0 W ",
    "W/x( 0): ",
    "kern  :err   : ",
    "Linux version ",
    "** 9 printk messages dropped ** ",
    " A=b\n",
    "\u00e9",
    "          ",
    "text"
  };

  @Property(tries = 500)
  void anyBytes(@ForAll byte[] bytes) {
    check(bytes, 3);
  }

  @Property(tries = 20000)
  void anyOrderOfPieces(@ForAll("pieces") String text) {
    check(text.getBytes(StandardCharsets.UTF_8), 11);
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(PIECES).list().ofMaxSize(60).map(parts -> String.join("", parts));
  }

  private static void check(byte[] bytes, int piece) {
    CarrierCase whole = CarrierCase.of("", bytes, Integer.MAX_VALUE);
    CarrierCase cut = CarrierCase.of("", bytes, piece);
    assertThat(cut.records()).isEqualTo(whole.records());
    assertThat(cut.found()).isEqualTo(whole.found());
    List<LogRecord> records = new ArrayList<>();
    CarrierReader reader = new CarrierReader(records::add);
    reader.feed(bytes, 0, bytes.length);
    reader.end();
    for (LogRecord record : records) {
      assertThat(record.textStart()).isBetween(0, record.raw().length());
      assertThat(record.level()).isBetween(-1, 7);
      assertThat(record.micros()).isGreaterThanOrEqualTo(-1);
      assertThat(record.line()).isBetween(1L, reader.lines());
      assertThat(record.raw()).doesNotContain("\n");
    }
  }

  /**
   * Four times the input may cost at most six times the memory ever asked for, a count of work that
   * does not depend on the machine's load.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "6,%d,1,-;x\n",
        "6,9%d,1,-,ncfrag=0/9000;x\n",
        "6,7,1,-,ncfrag=%d/90000;x\n",
        " A=%d\n",
        "Panic#1 Part%d\n",
        "Panic#1 Part1\n<4>[ %d.000000] x\n",
        "{\"MESSAGE\":[[[[[%d\n",
        "_TRANSPORT=kernel\nMESSAGE=%d\n\n",
        "Nov 22 10:00:00 host%d kernel: x\n",
        "[[[[[[[[[[[[[[ %d.",
        "\u001b[%d\u001b]\u001b",
        "<6>1 - [[[\"\\\"%d",
        "%d,%1$d,%1$d,-;\n"
      })
  void workGrowsWithTheInput(String line) {
    work(line, 2_000);
    long small = work(line, 4_000);
    long large = work(line, 16_000);
    assertThat(large).isLessThan(6 * small + (8 << 20));
  }

  private static long work(String line, int lines) {
    StringBuilder text = new StringBuilder("6,7,1,-,ncfrag=0/90000;x\n");
    for (int i = 0; i < lines; i++) {
      text.append(line.formatted(i));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    CarrierReader reader =
        new CarrierReader(EnumSet.allOf(Carrier.class), CarrierLimits.DEFAULT, record -> {});
    reader.feed(bytes, 0, bytes.length);
    reader.end();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
