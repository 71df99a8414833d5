package dev.kedge.profile.otlp;

import java.util.Map;
import java.util.Optional;

/**
 * Where the samples of a message come from, as far as Kedge has a use for it.
 *
 * @param host name of the host: {@code host.name}, else {@code k8s.node.name}, else {@code
 *     host.id}; as the sender wrote it, in any form
 * @param architecture {@code host.arch} in the words of {@code uname -m}
 */
public record OtlpResource(Optional<String> host, Optional<String> architecture) {
  static OtlpResource of(Map<String, String> attributes) {
    return new OtlpResource(
        named(attributes, OtlpNames.HOST_NAME)
            .or(() -> named(attributes, OtlpNames.NODE_NAME))
            .or(() -> named(attributes, OtlpNames.HOST_ID)),
        named(attributes, OtlpNames.HOST_ARCH)
            .map(name ->
                switch (name) {
                  case "amd64" -> "x86_64";
                  case "arm64" -> "aarch64";
                  default -> name;
                }));
  }

  private static Optional<String> named(Map<String, String> attributes, String key) {
    return Optional.ofNullable(attributes.get(key)).filter(text -> !text.isBlank());
  }
}
