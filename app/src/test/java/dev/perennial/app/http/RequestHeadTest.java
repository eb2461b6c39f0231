package dev.perennial.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestHeadTest {

    private static final String SAMPLED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String UNSAMPLED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

    private static final TrustedProxies NOBODY = TrustedProxies.of(List.of());
    private static final TrustedProxies OURS = TrustedProxies.of(List.of("127.0.0.0/8", "::1"));

    @Test
    void aTraceGoesOnUnderItsName() {
        assertThat(trace(UNSAMPLED, NOBODY)).isEqualTo(UNSAMPLED);
        assertThat(trace(UNSAMPLED, OURS)).isEqualTo(UNSAMPLED);
    }

    @Test
    void onlyOurProxiesMayHaveATraceRecorded() {
        assertThat(trace(SAMPLED, OURS)).isEqualTo(SAMPLED);
        assertThat(trace(SAMPLED, NOBODY)).isEqualTo(UNSAMPLED);
        assertThat(trace(SAMPLED.replace("-01", "-03"), OURS)).isEqualTo(SAMPLED);
        assertThat(trace(SAMPLED.replace("-01", "-02"), OURS)).isEqualTo(UNSAMPLED);
    }

    @Test
    void whatIsNoTraceparentIsReplacedByANewOne() {
        assertThat(trace("00-zz", OURS)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
        assertThat(trace("01" + SAMPLED.substring(2), OURS))
                .isNotEqualTo(SAMPLED)
                .endsWith("-00");
    }

    private static String trace(String traceparent, TrustedProxies proxies) {
        var request = new IncomingRequest(
                "GET",
                "/",
                Optional.empty(),
                Headers.of("traceparent", traceparent),
                InetAddress.getLoopbackAddress(),
                Body.none());
        return RequestHead.of(request, proxies).trace();
    }
}
