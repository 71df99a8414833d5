package dev.kedge.cli.patches;

import dev.kedge.cli.FileFailure;
import dev.kedge.model.Printable;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.queue.QueueCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The checks of a merge queue, from the operator's YAML file. */
public final class QueueChecks {
  private static final long MAX_BYTES = 1 << 20;
  private static final int USUAL_TIMEOUT_SECONDS = 3_600;
  private static final Set<String> KEYS = Set.of("name", "blocking", "timeout", "command");

  private QueueChecks() {}

  /**
   * Reads the file.
   *
   * @throws PatchesException when it is no such file; the message names it and the check
   */
  public static List<QueueCheck> read(Path file) {
    String name = Printable.of(file.toString(), 300);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw PatchesException.input(name + ": more than " + MAX_BYTES + " bytes");
      }
      JsonNode checks =
          YAMLMapper.builder().build().readTree(Files.readAllBytes(file)).path("checks");
      if (!checks.isArray() || checks.isEmpty()) {
        throw PatchesException.input(
            name + ": a list \"checks\" with at least one check is needed");
      }
      List<QueueCheck> read = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (JsonNode check : checks) {
        CommandCheck command = check(check, name + ": check " + (read.size() + 1));
        if (!names.add(command.name())) {
          throw PatchesException.input(name + ": two checks are named " + command.name());
        }
        read.add(command);
      }
      return read;
    } catch (IOException e) {
      throw PatchesException.input(name + ": " + FileFailure.reason(e));
    } catch (JacksonException e) {
      throw PatchesException.input(
          "%s:%d: %s"
              .formatted(
                  name, e.getLocation().getLineNr(), Printable.of(e.getOriginalMessage(), 300)));
    }
  }

  private static CommandCheck check(JsonNode check, String where) {
    for (String key : check.propertyNames()) {
      if (!KEYS.contains(key)) {
        throw PatchesException.input(
            where + ": unknown key " + Printable.of(key, 60) + "; it may have " + KEYS);
      }
    }
    List<String> command = new ArrayList<>();
    check.path("command").forEach(word -> command.add(word.asString("")));
    String name = check.path("name").asString("");
    int timeout = check.path("timeout").asInt(USUAL_TIMEOUT_SECONDS);
    if (name.isEmpty() || command.isEmpty() || timeout < 1) {
      throw PatchesException.input(
          where + ": a name, a command (a list of words) and a timeout of at least 1 s are needed");
    }
    return new CommandCheck(name, check.path("blocking").asBoolean(true), command, timeout);
  }
}
