/**
 * What Kedge knows of kernel reports as data: reads the rules files that lie beside these classes
 * and refuses a wrong one with file and line. Families say which lines begin a report, templates
 * match one line and capture parts of it, groups of function names say who is never to blame. One
 * automaton over all header texts finds the few lines of a log that are worth a template.
 */
@NullMarked
package dev.kedge.report.rules;

import org.jspecify.annotations.NullMarked;
