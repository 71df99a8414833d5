package dev.kedge.report.score;

/**
 * A place where parser and label differ.
 *
 * @param log name of the log
 * @param measure what differs
 * @param wanted by the label
 * @param got from the parser
 */
public record Mismatch(String log, Measure measure, String wanted, String got) {}
