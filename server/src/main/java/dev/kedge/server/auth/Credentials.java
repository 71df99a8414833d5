package dev.kedge.server.auth;

import java.util.Optional;

/**
 * The parts of a request that decide whether it is answered.
 *
 * @param safe true for methods that change nothing (GET, HEAD)
 * @param host the Host header
 * @param authorization the Authorization header
 * @param origin the Origin header, sent by browsers with every POST
 * @param fetchSite the Sec-Fetch-Site header, sent by browsers (W3C Fetch Metadata)
 */
public record Credentials(
    boolean safe,
    Optional<String> host,
    Optional<String> authorization,
    Optional<String> origin,
    Optional<String> fetchSite) {}
