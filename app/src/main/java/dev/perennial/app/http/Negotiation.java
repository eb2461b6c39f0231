package dev.perennial.app.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a client accepts what an operation answers. */
final class Negotiation {

    private Negotiation() {}

    /** Throws {@link Problems#NOT_ACCEPTABLE} if none of the operation's media types fits the {@code Accept} header. */
    static void check(Operation operation, @Nullable String accept) {
        if (accept == null || accept.equals("*/*") || operation.produces().isEmpty()) {
            return;
        }
        for (String range : accept.split(",", -1)) {
            if (operation.produces().stream().anyMatch(type -> accepts(range, type))) {
                return;
            }
        }
        throw Problems.NOT_ACCEPTABLE.exception("served here: " + String.join(", ", operation.produces()));
    }

    private static boolean accepts(String range, String type) {
        String[] parts = range.split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].replace(" ", "");
            if (parameter.equals("q=0") || parameter.startsWith("q=0.0") && parameter.matches("q=0\\.0+")) {
                return false;
            }
        }
        String wanted = parts[0].strip().toLowerCase(Locale.ROOT);
        return wanted.equals("*/*")
                || wanted.equals(type)
                || wanted.endsWith("/*") && type.startsWith(wanted.substring(0, wanted.length() - 1));
    }
}
