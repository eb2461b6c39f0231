package dev.perennial.app;

import java.net.URI;
import java.net.URISyntaxException;

/** The two ways to write the address of a PostgreSQL database. */
final class DatabaseUrl {

    private DatabaseUrl() {}

    /**
     * Answers the JDBC form of {@code postgresql://user:password@host:port/database?options}, or of what is in that form
     * already.
     *
     * @throws IllegalArgumentException for anything else; its message does not repeat the text, which has a password
     */
    static String toJdbc(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return url;
        }
        URI uri = parse(url);
        if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("must be like postgresql://user:password@host:5432/database");
        }
        var jdbc = new StringBuilder("jdbc:postgresql://").append(uri.getHost());
        if (uri.getPort() >= 0) {
            jdbc.append(':').append(uri.getPort());
        }
        jdbc.append(uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
        char separator = '?';
        if (uri.getRawQuery() != null) {
            jdbc.append(separator).append(uri.getRawQuery());
            separator = '&';
        }
        if (uri.getRawUserInfo() != null) {
            String[] user = uri.getRawUserInfo().split(":", 2);
            jdbc.append(separator).append("user=").append(user[0]);
            if (user.length > 1) {
                // A plus is itself in this part of an address, and a space in the driver's options.
                jdbc.append("&password=").append(user[1].replace("+", "%2B").replace("&", "%26"));
            }
        }
        return jdbc.toString();
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException wrong) {
            throw new IllegalArgumentException("is no address: " + wrong.getReason());
        }
    }
}
