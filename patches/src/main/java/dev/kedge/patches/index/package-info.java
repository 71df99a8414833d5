/**
 * What is known of every commit, kept in an SQLite file in the git directory so that a question
 * costs no walk of the history.
 */
@NullMarked
package dev.kedge.patches.index;

import org.jspecify.annotations.NullMarked;
