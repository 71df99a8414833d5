package dev.kedge.report.hang;

/**
 * What a task waits for.
 *
 * @param kind its class
 * @param what what people call it: mutex, page or folio, FUSE server
 * @param name name of the lock, as lockdep lists it or by the function that takes it; may be empty
 * @param instance address of the lock as printed; may be empty
 * @param site the function that waits for it; empty when the log has no stack
 */
public record Resource(WaitClass kind, String what, String name, String instance, String site) {
  /** The same thing, waited for by another function. */
  Resource in(String otherSite) {
    return new Resource(kind, what, name, instance, otherSite);
  }

  /** One line for people: {@code mutex rtnl_mutex in rtnl_lock}. */
  public String text() {
    return what
        + (name.isEmpty() ? "" : " " + name)
        + (instance.isEmpty() ? "" : " @" + instance)
        + (site.isEmpty() ? "" : " in " + site);
  }
}
