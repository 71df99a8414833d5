package dev.kedge.store.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One numbered step of the schema.
 *
 * @param number counted from 1
 * @param name file name
 * @param script SQL statements, each ended by a semicolon at the end of a line
 */
public record Migration(int number, String name, String script) {

  /**
   * The steps this version knows, in order: the files named in {@code LIST} beside them, because a
   * class path cannot be listed.
   */
  public static List<Migration> known() {
    List<Migration> migrations = new ArrayList<>();
    for (String name : resource("LIST").lines().toList()) {
      migrations.add(new Migration(Integer.parseInt(name, 0, 4, 10), name, resource(name)));
    }
    return migrations;
  }

  /** The statements of the script, without comments. */
  public List<String> statements() {
    String bare =
        script
            .lines()
            .filter(line -> !line.stripLeading().startsWith("--"))
            .collect(Collectors.joining("\n"));
    return Arrays.stream(bare.split(";\\s*(?:\\n|$)"))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  /** SHA-256 of the script: a step that was applied must never change. */
  public String checksum() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            Migration.class.getResourceAsStream("/dev/kedge/store/migrations/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("migration " + name, e);
    }
  }
}
