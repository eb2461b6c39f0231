package dev.perennial.app.security;

/** Crockford's alphabet in lower case: digits and letters that people do not confuse, and no case to lose. */
final class Base32 {

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BITS = 5;

    private Base32() {}

    /** The first {@code length} bytes; the last character is filled up with zero bits. */
    static String encode(byte[] bytes, int length) {
        var text = new StringBuilder((length * Byte.SIZE + BITS - 1) / BITS);
        int buffer = 0;
        int filled = 0;
        for (int i = 0; i < length; i++) {
            buffer = (buffer << Byte.SIZE) | (bytes[i] & 0xff);
            filled += Byte.SIZE;
            while (filled >= BITS) {
                filled -= BITS;
                text.append(ALPHABET.charAt((buffer >> filled) & 31));
            }
            buffer &= (1 << filled) - 1;
        }
        if (filled > 0) {
            text.append(ALPHABET.charAt((buffer << (BITS - filled)) & 31));
        }
        return text.toString();
    }
}
