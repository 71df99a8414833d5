package dev.kedge.patches.index;

import java.util.Optional;

/**
 * What a commit says of another one.
 *
 * @param commit number of the commit that says it
 * @param kind what it says
 * @param hex id of the other as written, lower case; empty where only its subject is given
 * @param subject quoted subject of the other, where there is one
 */
public record Fact(int commit, FactKind kind, String hex, Optional<String> subject) {}
