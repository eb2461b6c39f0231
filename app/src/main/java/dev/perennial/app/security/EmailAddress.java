package dev.perennial.app.security;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An email address, and the form in which two of them are compared.
 *
 * <p>Compared are: no surrounding white space, Unicode NFC, lower case (root locale) and the domain in its ASCII form
 * ({@code münchen.example} is {@code xn--mnchen-3ya.example}). Dots and {@code +tags} before the {@code @} count: only
 * the provider knows what they mean.
 *
 * @param text as given, without surrounding white space: mail is sent to this one
 * @param normalised what is compared
 */
public record EmailAddress(String text, String normalised) {

    /** Length at which an address is refused (RFC 5321). */
    public static final int MAX_LENGTH = 254;

    private static final int MAX_LOCAL_LENGTH = 64;

    /** Unquoted local parts, in any script; nothing that could break a header. */
    private static final Pattern LOCAL = Pattern.compile("[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~.-]+");

    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+");

    /** The address in the text, or empty if it is none. */
    public static Optional<EmailAddress> parse(String text) {
        var stripped = text.strip();
        int at = stripped.lastIndexOf('@');
        if (at < 1 || stripped.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var composed = Normalizer.normalize(stripped.substring(0, at), Normalizer.Form.NFC);
        var local = Normalizer.normalize(composed.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        return domain(stripped.substring(at + 1))
                .filter(domain -> LOCAL.matcher(local).matches() && local.length() <= MAX_LOCAL_LENGTH)
                .map(domain -> new EmailAddress(stripped, local + "@" + domain))
                .filter(email -> email.normalised().length() <= MAX_LENGTH);
    }

    private static Optional<String> domain(String text) {
        try {
            var ascii = IDN.toASCII(Normalizer.normalize(text, Normalizer.Form.NFC), IDN.USE_STD3_ASCII_RULES)
                    .toLowerCase(Locale.ROOT);
            return Optional.of(ascii).filter(domain -> DOMAIN.matcher(domain).matches());
        } catch (IllegalArgumentException notADomain) {
            return Optional.empty();
        }
    }

    /** Personal data stays out of logs. */
    @Override
    public String toString() {
        return "EmailAddress[…]";
    }
}
