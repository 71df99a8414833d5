package dev.kedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.profile.ProfileFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import jdk.jfr.Recording;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Files that are no recording, or one that was damaged, are refused by name of the reason. */
class JfrFileTest {
  private static Path file = Path.of("");
  private static byte[] recorded = new byte[0];

  @BeforeContainer
  static void record() throws IOException {
    file = Files.createTempFile("kedge", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
      recording.start();
      long end = System.nanoTime() + 300_000_000L;
      double sum = 0;
      while (System.nanoTime() < end) {
        sum += Math.sqrt(sum + 1);
      }
      assertThat(sum).isNotNaN();
      recording.stop();
      recording.dump(file);
    }
    recorded = Files.readAllBytes(file);
  }

  @AfterContainer
  static void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  @Property(tries = 300)
  void damagedRecordings(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] bytes = recorded.clone();
    for (int i = 1 + random.nextInt(20); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    feed(random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
  }

  @Property(tries = 100)
  void anyBytesBehindTheMagic(@ForAll byte[] bytes) throws IOException {
    byte[] all = Arrays.copyOf(recorded, 68 + bytes.length);
    System.arraycopy(bytes, 0, all, 68, bytes.length);
    feed(all);
  }

  private static void feed(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    try {
      assertThat(JfrFile.read(file).samples()).isNotEmpty();
    } catch (ProfileFormatException | IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
