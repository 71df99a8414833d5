package dev.kedge.patches.missing;

import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which missing fixes were told already: a file with an id per line. */
public final class ToldFixes {
  private final Set<String> ids;

  private ToldFixes(Set<String> ids) {
    this.ids = ids;
  }

  /** Reads the file; nothing was told when it is not there. */
  public static ToldFixes read(Path file) {
    Set<String> ids = new HashSet<>();
    try {
      if (Files.exists(file)) {
        Files.readAllLines(file, StandardCharsets.UTF_8).stream()
            .map(String::strip)
            .filter(CommitId::isId)
            .forEach(ids::add);
      }
      return new ToldFixes(ids);
    } catch (IOException e) {
      throw PatchesException.environment(
          Printable.of(file.toString(), 300) + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Says whether a fix was told. */
  public boolean contains(CommitId fix) {
    return ids.contains(fix.hex());
  }

  /** Notes in the file that these were told. */
  public void add(Path file, List<CommitId> fixes) {
    try {
      Files.write(
          file,
          fixes.stream().map(CommitId::hex).toList(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      fixes.forEach(fix -> ids.add(fix.hex()));
    } catch (IOException e) {
      throw PatchesException.environment(
          Printable.of(file.toString(), 300) + " cannot be written: " + e.getMessage(), e);
    }
  }
}
