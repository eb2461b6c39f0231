package dev.perennial.app.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.perennial.domain.identity.EmailClaimId;
import dev.perennial.domain.kernel.TenantId;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Bounds how often passwords can be guessed: one token bucket per account and one per remote address (an IPv6 address
 * counts as its /64 network, which is one customer's).
 *
 * <p>Per node and in memory: n nodes allow n times as much, a restart forgets. An account is named by the claim id of
 * the address that was typed, whether it exists or not, so refusals tell nothing. Whoever guesses at an account slows
 * its owner's log-in down as well, at most to the refill rate. At most {@value #MAX_TRACKED} of each are tracked.
 */
public final class LoginThrottle {

    private static final int MAX_TRACKED = 100_000;
    private static final int IPV6_NETWORK_BYTES = 8;

    private final Buckets accounts;
    private final Buckets addresses;

    public LoginThrottle(SecuritySettings.LogIn settings) {
        this(settings, Ticker.systemTicker());
    }

    LoginThrottle(SecuritySettings.LogIn settings, Ticker ticker) {
        accounts = new Buckets(settings.perAccount(), ticker);
        addresses = new Buckets(settings.perAddress(), ticker);
    }

    /** Counts an attempt; if there were too many, how long to wait before the next one. */
    public Optional<Duration> attempt(TenantId tenant, EmailClaimId account, InetAddress remote) {
        return addresses.take(network(remote)).or(() -> accounts.take(accountKey(tenant, account)));
    }

    /** The account's password was right: what was guessed before does not count any more. */
    public void succeeded(TenantId tenant, EmailClaimId account) {
        accounts.reset(accountKey(tenant, account));
    }

    private static String accountKey(TenantId tenant, EmailClaimId account) {
        return tenant + "|" + account;
    }

    private static String network(InetAddress remote) {
        var bytes = remote.getAddress();
        return HexFormat.of()
                .formatHex(remote instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
    }

    /** Token buckets by key. One that has not been used until it is full again is forgotten: it would be the same. */
    private static final class Buckets {

        private final SecuritySettings.Rate rate;
        private final Ticker ticker;
        private final Cache<String, Bucket> buckets;

        Buckets(SecuritySettings.Rate rate, Ticker ticker) {
            this.rate = rate;
            this.ticker = ticker;
            this.buckets = Caffeine.newBuilder()
                    .maximumSize(MAX_TRACKED)
                    .expireAfterWrite(rate.refill().multipliedBy(rate.burst()))
                    .ticker(ticker)
                    .build();
        }

        Optional<Duration> take(String key) {
            long now = ticker.read();
            var full = new Bucket(rate.burst(), now, true);
            var after = buckets.asMap().compute(key, (_, bucket) -> (bucket == null ? full : bucket).take(now, rate));
            return after.taken() ? Optional.empty() : Optional.of(after.untilNext(rate));
        }

        void reset(String key) {
            buckets.invalidate(key);
        }
    }

    /**
     * One bucket at a moment.
     *
     * @param tokens attempts left, in fractions as they refill
     * @param taken whether the attempt that led here was allowed
     */
    private record Bucket(double tokens, long nanos, boolean taken) {

        Bucket take(long now, SecuritySettings.Rate rate) {
            var refilled = tokens + (double) (now - nanos) / rate.refill().toNanos();
            var available = Math.min(rate.burst(), refilled);
            return available >= 1 ? new Bucket(available - 1, now, true) : new Bucket(available, now, false);
        }

        Duration untilNext(SecuritySettings.Rate rate) {
            return Duration.ofNanos(
                    (long) Math.ceil((1 - tokens) * rate.refill().toNanos()));
        }
    }
}
