package dev.kedge.bandwidth.scenario.file;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Event;
import dev.kedge.bandwidth.scenario.Event.Action;
import dev.kedge.bandwidth.scenario.document.Node;
import dev.kedge.bandwidth.scenario.document.Node.Entry;
import dev.kedge.bandwidth.scenario.document.Node.Sequence;
import java.util.ArrayList;
import java.util.List;

/** Reads the section {@code events}. */
final class EventReader {
  private static final List<String> VERBS =
      List.of(
          "limit", "weight", "shares", "write", "move", "affinity", "kill", "offline", "online");
  private static final String FORM = "events such as 'at 2s: limit /web 50000 100000'";

  private EventReader() {}

  static List<Event> events(Node node, Machine machine, Names names) {
    List<Event> events = new ArrayList<>();
    for (Node item : node.items("a list of " + FORM)) {
      for (Entry entry : item.entries(FORM)) {
        Words at = new Words(entry.place(), entry.key());
        if (!at.take("at")) {
          throw entry.place().error("expected " + FORM);
        }
        long time = at.time("a time");
        at.end();
        List<Node> actions =
            entry.value() instanceof Sequence list ? list.items() : List.of(entry.value());
        for (Node action : actions) {
          events.add(new Event(time, action(Words.of(action, FORM), machine, names)));
        }
      }
    }
    return events;
  }

  private static Action action(Words words, Machine machine, Names names) {
    String verb = words.next("what happens");
    Action action =
        switch (verb) {
          case "limit" -> limit(words, names);
          case "weight" ->
              new Action.SetShares(
                  group(words, names), GroupReader.shares(words.number("the weight", 1, 10_000)));
          case "shares" ->
              new Action.SetShares(
                  group(words, names), (int) words.number("the shares", 2, 262_144));
          case "write" -> write(words, names);
          case "move" -> new Action.MoveTask(task(words, names), anyGroup(words, names));
          case "affinity" -> new Action.SetTaskAffinity(task(words, names), StepReader.cpus(words));
          case "kill" -> new Action.KillTask(task(words, names));
          case "offline" -> new Action.CpuOffline(cpu(words, machine));
          case "online" -> new Action.CpuOnline(cpu(words, machine));
          default -> throw words.unknown("event", verb, VERBS);
        };
    words.end();
    return action;
  }

  private static Action limit(Words words, Names names) {
    String group = group(words, names);
    String quota = words.next("a quota in microseconds, or max");
    String period = words.next("a period in microseconds");
    long burst =
        words.take("burst")
            ? words.number("the burst in microseconds", 0, CpuLimit.MAX_QUOTA_US)
            : 0;
    Words line = new Words(words.place(), quota + " " + period);
    return new Action.SetLimit(group, GroupReader.limit(line, burst));
  }

  private static Action write(Words words, Names names) {
    String path = words.name("file such as /web/cpu.max");
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      throw words.place().error("'%s' is no file such as /web/cpu.max".formatted(path));
    }
    names.usesGroup(words.place(), slash == 0 ? "/" : path.substring(0, slash));
    StringBuilder text = new StringBuilder(words.name("text to write"));
    while (words.more()) {
      text.append(' ').append(words.name("text to write"));
    }
    return new Action.WriteFile(path, text.toString());
  }

  private static String group(Words words, Names names) {
    String path = anyGroup(words, names);
    if (path.equals("/")) {
      throw words.place().error("the root group has neither limit nor weight");
    }
    return path;
  }

  private static String anyGroup(Words words, Names names) {
    String path = words.name("group");
    names.usesGroup(words.place(), path);
    return path;
  }

  private static String task(Words words, Names names) {
    String task = words.name("task");
    names.usesTask(words.place(), task);
    return task;
  }

  private static int cpu(Words words, Machine machine) {
    return (int) words.number("the CPU", 0, machine.cpus() - 1);
  }
}
