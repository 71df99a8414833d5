package dev.kedge.linux.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.ProcessMemory;
import dev.kedge.linux.runtime.RuntimeFunction;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonProcessTest {
  private static final int BASE = 0x10000;
  private static final int VERSION = 0x100;
  private static final int CODE_TYPE = 0x200;
  private static final int CODE = 0x1000;
  private static final int FILE = 0x2000;
  private static final int NAME = 0x3000;
  private static final Map<String, Long> VARIABLES =
      Map.of(
          "Py_Version",
          (long) BASE + VERSION,
          "_PyRuntime",
          (long) BASE + 0x400,
          "PyCode_Type",
          (long) BASE + CODE_TYPE);

  private final ByteBuffer bytes = ByteBuffer.allocate(0x4000).order(ByteOrder.LITTLE_ENDIAN);

  private ProcessMemory memory() {
    return new ProcessMemory((address, into) -> {
      long at = address - BASE;
      if (at < 0 || at + into.byteSize() > bytes.capacity()) {
        return -14;
      }
      MemorySegment.copy(
          bytes.array(), (int) at, into, ValueLayout.JAVA_BYTE, 0, (int) into.byteSize());
      return into.byteSize();
    });
  }

  private void interpreter(int version) {
    bytes.putLong(VERSION, version);
    bytes.putLong(CODE + 8, BASE + CODE_TYPE);
    bytes.putLong(CODE + 112, BASE + FILE).putLong(CODE + 128, BASE + NAME);
    int text = version >>> 16 == 0x030b ? 48 : 40;
    string(FILE, "/srv/app.py", text);
    string(NAME, "Job.run", text);
  }

  private void string(int at, String value, int text) {
    bytes.putLong(at + 16, value.length()).putInt(at + 32, 1 << 2 | 32 | 64);
    bytes.put(at + text, value.getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @CsvSource({"0x030b07f0", "0x030c01f0"})
  void namesFunctions(String version) {
    interpreter(Integer.decode(version));
    RuntimeFunction function = PythonProcess.open(memory(), VARIABLES).function((long) BASE + CODE);
    assertThat(function.name()).isEqualTo("Job.run");
    assertThat(function.module()).isEqualTo("/srv/app.py");
  }

  @Test
  void anUnknownReleaseSaysSo() {
    interpreter(0x030a00f0);
    assertThatThrownBy(() -> PythonProcess.open(memory(), VARIABLES))
        .isInstanceOf(ForeignMemoryException.class)
        .hasMessageContaining("3.10 is not known");
  }

  /** A process may show anything: every answer is a result or the one exception. */
  @Test
  void memoryThatLiesIsRefused() {
    int refused = 0;
    for (int seed = 0; seed < 500; seed++) {
      interpreter(0x030c01f0);
      PythonProcess process = PythonProcess.open(memory(), VARIABLES);
      Random random = new Random(seed);
      for (int i = 0; i < 40; i++) {
        bytes.put(CODE + random.nextInt(0x2200), (byte) random.nextInt());
        bytes.put(FILE + random.nextInt(40), (byte) random.nextInt());
      }
      try {
        RuntimeFunction function = process.function((long) BASE + CODE);
        assertThat(function.name().length()).isLessThanOrEqualTo(RuntimeFunction.MAX_NAME);
      } catch (ForeignMemoryException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void tellsInterpretersByTheirNames() {
    assertThat(PythonProcess.named("/usr/bin/python3.11")).isTrue();
    assertThat(PythonProcess.named("/opt/lib/libpython3.13.so.1.0")).isTrue();
    assertThat(PythonProcess.named("/usr/bin/python2.7")).isFalse();
    assertThat(PythonProcess.named("/home/python3/tool")).isFalse();
  }
}
