package dev.kedge.store.telemetry;

/**
 * A value samples have, of what a filter can ask for.
 *
 * @param value as a filter's term takes it, without its escapes
 * @param note what else is known of it, such as the name of a process; empty without
 * @param samples that have it
 */
public record ValueCount(String value, String note, long samples) {}
