package dev.kedge.cli.verify;

import dev.kedge.model.BuildId;
import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.result.KernelIdentity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A kernel as {@code --json} shows it, a contract for scripts. */
final class KernelJson {
  private KernelJson() {}

  static Map<String, @Nullable Object> of(Kernel kernel) {
    KernelIdentity identity = kernel.identity();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("label", identity.label());
    object.put("release", identity.release().value());
    object.put("buildId", identity.buildId().map(BuildId::hex).orElse(null));
    object.put("architecture", identity.architecture());
    object.put("packageVersion", identity.packageVersion());
    object.put("image", kernel.image().toString());
    object.put("imageSha256", identity.imageSha256());
    object.put("imageBytes", identity.imageBytes());
    object.put("modules", kernel.modules().names().size());
    object.put("configOptions", identity.config().size());
    return object;
  }
}
