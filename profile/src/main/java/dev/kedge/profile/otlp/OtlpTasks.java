package dev.kedge.profile.otlp;

import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import java.util.Map;

/** Threads, CPUs and cgroups by the attributes of samples and their resource. */
final class OtlpTasks {
  private static final int NAME = 256;

  private OtlpTasks() {}

  /** The thread; a process id of -1 where none is told. */
  static SampledTask task(Map<String, String> attributes) {
    return new SampledTask(
        number(attributes.getOrDefault(OtlpNames.PID, ""), Integer.MAX_VALUE, -1),
        command(attributes),
        number(attributes.getOrDefault(OtlpNames.THREAD_ID, ""), Integer.MAX_VALUE, 0),
        attributes.getOrDefault(OtlpNames.THREAD_NAME, ""),
        cgroup(attributes));
  }

  static int cpu(Map<String, String> attributes) {
    return number(attributes.getOrDefault(OtlpNames.CPU, ""), SampleMoments.MAX_CPU, 0);
  }

  private static String command(Map<String, String> attributes) {
    String name = attributes.get(OtlpNames.EXECUTABLE_NAME);
    if (name != null) {
      return name;
    }
    String path =
        attributes.getOrDefault(
            OtlpNames.EXECUTABLE_PATH, attributes.getOrDefault(OtlpNames.PROCESS_COMMAND, ""));
    String last = path.substring(path.lastIndexOf('/') + 1);
    return last.isEmpty() ? attributes.getOrDefault(OtlpNames.SERVICE_NAME, "") : last;
  }

  /**
   * The cgroup where it is told, else a path made of what is: {@code
   * /otlp/NAMESPACE/POD/podUID/CONTAINER}, so that filters take all of a namespace, pod or
   * container and {@code workload.patterns} recognises pod and container.
   */
  private static String cgroup(Map<String, String> attributes) {
    // Each line of /proc/PID/cgroup is hierarchy:controllers:path; version 2 is the one with 0.
    String told = attributes.getOrDefault(OtlpNames.PROCESS_CGROUP, "");
    int path = told.indexOf('/');
    if (path >= 0) {
      return told.substring(path).lines().findFirst().orElse("/");
    }
    StringBuilder made = new StringBuilder();
    add(made, "", attributes.getOrDefault(OtlpNames.NAMESPACE, ""));
    add(made, "", attributes.getOrDefault(OtlpNames.POD_NAME, ""));
    add(made, "pod", attributes.getOrDefault(OtlpNames.POD_UID, ""));
    add(made, "", attributes.getOrDefault(OtlpNames.CONTAINER_ID, ""));
    return made.isEmpty() ? "/" : "/otlp" + made;
  }

  private static void add(StringBuilder path, String prefix, String name) {
    if (!name.isEmpty()) {
      String cut = name.length() > NAME ? name.substring(0, NAME) : name;
      path.append('/').append(prefix).append(cut.replace('/', '_'));
    }
  }

  /** A number from 0 to a limit; what is none, or beyond, is the default. */
  private static int number(String text, int most, int otherwise) {
    if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return otherwise;
    }
    long number = Long.parseLong(text);
    return number <= most ? (int) number : otherwise;
  }
}
