/**
 * Which lines belong to a report: finds its end, keeps apart what other tasks, CPUs and hosts print
 * in between, and tells ordinary log from report text. Bounds how far a report reaches. Says
 * whether the lines are a whole report or one that is cut off or mixed with another.
 */
@NullMarked
package dev.kedge.report.region;

import org.jspecify.annotations.NullMarked;
