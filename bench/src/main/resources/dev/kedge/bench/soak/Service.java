import java.util.HashMap;
import java.util.Map;

/** A service as the soak sees it: allocates, hashes, keeps a cache, rests; until it is killed. */
class Service {
  private static final Map<Integer, String> CACHE = new HashMap<>();

  public static void main(String[] arguments) throws InterruptedException {
    for (int i = 0; ; i++) {
      StringBuilder answer = new StringBuilder();
      for (int part = 0; part < 200; part++) {
        answer.append(Integer.toHexString(i * 31 + part).hashCode());
      }
      CACHE.put(i % 20_000, answer.toString());
      if (i % 100 == 0) {
        Thread.sleep(2);
      }
    }
  }
}
