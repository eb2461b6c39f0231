package dev.perennial.app.http;

/**
 * An answer, ready to be written.
 *
 * @param headers its header lines, each with its end, but for those that depend on the connection
 */
record Response(int status, byte[] headers, byte[] body) {}
