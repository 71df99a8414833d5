package dev.kedge.bandwidth.scenario;

/** A lock of the scenario, known to steps by its name. */
public record Lock(String name, LockKind kind) {}
