/**
 * Requests and answers: routes with their allowed parameters, JSON, RFC 9457 problem details,
 * bounded concurrency, request metrics. Knows nothing of what is asked.
 */
@NullMarked
package dev.kedge.server.http;

import org.jspecify.annotations.NullMarked;
