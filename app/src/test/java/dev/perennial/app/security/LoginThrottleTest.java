package dev.perennial.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.identity.EmailClaimId;
import dev.perennial.domain.kernel.TenantId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final EmailClaimId ADA = new EmailClaimId("em_ada");

    private long nanos;
    private final LoginThrottle throttle = new LoginThrottle(
            new SecuritySettings.LogIn(
                    new SecuritySettings.Rate(3, Duration.ofSeconds(10)),
                    new SecuritySettings.Rate(5, Duration.ofSeconds(1))),
            () -> nanos);

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private boolean allowed(EmailClaimId account, String remote) {
        return throttle.attempt(ACME, account, address(remote)).isEmpty();
    }

    private void spend(int attempts, EmailClaimId account) {
        for (int i = 0; i < attempts; i++) {
            assertThat(allowed(account, "192.0.2." + i)).isTrue();
        }
    }

    @Test
    void anAccountIsThrottledWhicheverAddressTries() {
        spend(3, ADA);
        assertThat(throttle.attempt(ACME, ADA, address("192.0.2.99"))).contains(Duration.ofSeconds(10));
        assertThat(allowed(new EmailClaimId("em_grace"), "192.0.2.99")).isTrue();
        assertThat(throttle.attempt(new TenantId("other"), ADA, address("192.0.2.99")))
                .isEmpty();
    }

    @Test
    void waitingAsToldAllowsOneMoreAttempt() {
        spend(3, ADA);
        nanos += Duration.ofSeconds(4).toNanos();
        var wait = throttle.attempt(ACME, ADA, address("192.0.2.99"));
        assertThat(wait).contains(Duration.ofSeconds(6));
        nanos += wait.orElseThrow().toNanos();
        assertThat(allowed(ADA, "192.0.2.98")).isTrue();
        assertThat(allowed(ADA, "192.0.2.97")).isFalse();
    }

    @Test
    void anUnusedAccountGetsItsBurstBackAndNoMore() {
        spend(3, ADA);
        nanos += Duration.ofHours(1).toNanos();
        spend(3, ADA);
        assertThat(allowed(ADA, "192.0.2.99")).isFalse();
    }

    @Test
    void successForgetsTheAccountSFailuresButNotTheAddressS() {
        for (int i = 0; i < 3; i++) {
            assertThat(allowed(ADA, "192.0.2.1")).isTrue();
        }
        throttle.succeeded(ACME, ADA);
        assertThat(allowed(ADA, "192.0.2.1")).isTrue();
        assertThat(allowed(ADA, "192.0.2.1")).isTrue();
        assertThat(throttle.attempt(ACME, ADA, address("192.0.2.1"))).contains(Duration.ofSeconds(1));
    }

    @Test
    void anAddressIsThrottledWhicheverAccountsItTries() {
        for (int i = 0; i < 5; i++) {
            assertThat(allowed(new EmailClaimId("em_" + i), "192.0.2.1")).isTrue();
        }
        assertThat(allowed(new EmailClaimId("em_x"), "192.0.2.1")).isFalse();
        assertThat(allowed(new EmailClaimId("em_x"), "192.0.2.2")).isTrue();
    }

    @Test
    void anIpv6NetworkCountsAsOneAddress() {
        for (int i = 0; i < 5; i++) {
            assertThat(allowed(new EmailClaimId("em_" + i), "2001:db8:0:1::" + i))
                    .isTrue();
        }
        assertThat(allowed(new EmailClaimId("em_x"), "2001:db8:0:1:ffff::1")).isFalse();
        assertThat(allowed(new EmailClaimId("em_x"), "2001:db8:0:2::1")).isTrue();
    }
}
