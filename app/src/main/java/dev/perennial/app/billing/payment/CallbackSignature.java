package dev.perennial.app.billing.payment;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves that a callback is the provider's: {@code t=<seconds since 1970>,v1=<hexadecimal HMAC-SHA256 of t, a dot and the body>}.
 */
public final class CallbackSignature {

    /** How far its time may be from ours, so that what somebody has recorded is worth nothing later. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Pattern FORM = Pattern.compile("t=([0-9]{1,12}),v1=([0-9a-f]{64})");
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    public CallbackSignature(String secret) {
        this.key = new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
    }

    public String sign(byte[] body, Instant now) {
        var time = Long.toString(now.getEpochSecond());
        return "t=%s,v1=%s".formatted(time, digest(time, body));
    }

    public boolean verifies(String signature, byte[] body, Instant now) {
        var parts = FORM.matcher(signature);
        if (!parts.matches()) {
            return false;
        }
        var time = Instant.ofEpochSecond(Long.parseLong(parts.group(1)));
        var expected = digest(parts.group(1), body);
        // In constant time, and the time is looked at only of what is genuine.
        return MessageDigest.isEqual(expected.getBytes(US_ASCII), parts.group(2).getBytes(US_ASCII))
                && Duration.between(time, now).abs().compareTo(TOLERANCE) <= 0;
    }

    private String digest(String time, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((time + ".").getBytes(US_ASCII));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HmacSHA256 is part of Java", impossible);
        }
    }
}
