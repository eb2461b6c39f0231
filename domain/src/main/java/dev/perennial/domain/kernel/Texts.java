package dev.perennial.domain.kernel;

/** The rule for every short text that a person types and others read: names, reasons. */
public final class Texts {

    private Texts() {}

    /**
     * Whether the text is one line of 1 to {@code maxLength} UTF-16 units: no control characters, no half surrogate
     * pairs (storage refuses both) and no space at either end.
     */
    public static boolean isLine(String text, int maxLength) {
        return !text.isEmpty()
                && text.length() <= maxLength
                && text.strip().equals(text)
                && text.codePoints().noneMatch(Texts::unprintable);
    }

    private static boolean unprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }
}
