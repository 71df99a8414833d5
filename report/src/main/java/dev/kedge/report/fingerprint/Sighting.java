package dev.kedge.report.fingerprint;

/**
 * A report by one set of rules.
 *
 * @param file the log
 * @param line line of its header, counted from 1
 * @param type label of its type
 * @param title its title
 * @param fingerprint what identifies its issue
 */
public record Sighting(String file, int line, String type, String title, Fingerprint fingerprint) {}
