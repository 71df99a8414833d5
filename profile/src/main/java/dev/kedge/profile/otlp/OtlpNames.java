package dev.kedge.profile.otlp;

import java.util.Set;

/**
 * Attributes that Kedge has a place for. Source of the names: OpenTelemetry's semantic conventions
 * ({@code process}, {@code thread}, {@code cpu}, {@code host}, {@code container}, {@code k8s},
 * {@code profile}).
 */
final class OtlpNames {
  static final String HOST_NAME = "host.name";
  static final String HOST_ID = "host.id";
  static final String HOST_ARCH = "host.arch";
  static final String NODE_NAME = "k8s.node.name";
  static final String SERVICE_NAME = "service.name";
  static final String PID = "process.pid";
  static final String EXECUTABLE_NAME = "process.executable.name";
  static final String EXECUTABLE_PATH = "process.executable.path";
  static final String PROCESS_COMMAND = "process.command";
  static final String PROCESS_CGROUP = "process.linux.cgroup";
  static final String THREAD_ID = "thread.id";
  static final String THREAD_NAME = "thread.name";
  static final String CPU = "cpu.logical_number";
  static final String CONTAINER_ID = "container.id";
  static final String NAMESPACE = "k8s.namespace.name";
  static final String POD_NAME = "k8s.pod.name";
  static final String POD_UID = "k8s.pod.uid";
  static final String FRAME_TYPE = "profile.frame.type";
  static final String GNU_BUILD_ID = "process.executable.build_id.gnu";
  static final String FILE_HASH = "process.executable.build_id.htlhash";

  /** Kedge's own: samples lost, on a profile. */
  static final String LOST = "kedge.lost";

  /** Kedge's own: origin of a location's code where no frame type says it. */
  static final String ORIGIN = "kedge.frame.origin";

  /** All of them; others are not kept while a message is read. */
  static final Set<String> KNOWN =
      Set.of(
          HOST_NAME,
          HOST_ID,
          HOST_ARCH,
          NODE_NAME,
          SERVICE_NAME,
          PID,
          EXECUTABLE_NAME,
          EXECUTABLE_PATH,
          PROCESS_COMMAND,
          PROCESS_CGROUP,
          THREAD_ID,
          THREAD_NAME,
          CPU,
          CONTAINER_ID,
          NAMESPACE,
          POD_NAME,
          POD_UID,
          FRAME_TYPE,
          GNU_BUILD_ID,
          FILE_HASH,
          LOST,
          ORIGIN);

  private OtlpNames() {}
}
