package dev.kedge.server.metrics;

import dev.kedge.model.Printable;
import dev.kedge.store.Store;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether the server can take and answer requests. Safe for many threads. */
public final class Health {
  private static final String OK = "ok";

  private final Store store;
  private volatile String maintenance = OK;

  /** Watches that store. */
  public Health(Store store) {
    this.store = store;
  }

  /** Tells that the store's upkeep went well. */
  public void maintained() {
    maintenance = OK;
  }

  /** Tells that the store's upkeep failed. */
  public void maintenanceFailed(String why) {
    maintenance = Printable.of(why, 300);
  }

  /** Per part: {@code ok}, or what is wrong. */
  Map<String, String> checks() {
    Map<String, String> checks = new LinkedHashMap<>();
    checks.put("store", storeCheck());
    checks.put("maintenance", maintenance);
    return checks;
  }

  private String storeCheck() {
    try {
      return store.statistics().bytes() >= 0 ? OK : "the store does not know its size";
    } catch (RuntimeException e) {
      return Printable.of(String.valueOf(e.getMessage()), 300);
    }
  }

  static boolean isOk(Map<String, String> checks) {
    return checks.values().stream().allMatch(OK::equals);
  }
}
