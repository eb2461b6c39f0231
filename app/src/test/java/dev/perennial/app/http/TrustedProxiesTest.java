package dev.perennial.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private static final TrustedProxies PROXIES =
            TrustedProxies.of(List.of("10.1.0.0/16", "192.0.2.7", "2001:db8::/32"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            198.51.100.9 |                                        | 198.51.100.9
            198.51.100.9 | 203.0.113.5                            | 198.51.100.9
            10.1.2.3     |                                        | 10.1.2.3
            10.1.2.3     | 203.0.113.5                            | 203.0.113.5
            10.2.2.3     | 203.0.113.5                            | 10.2.2.3
            192.0.2.7    | 1.2.3.4, 203.0.113.5                   | 203.0.113.5
            192.0.2.8    | 203.0.113.5                            | 192.0.2.8
            10.1.2.3     | 1.2.3.4, 203.0.113.5, 10.1.9.9         | 203.0.113.5
            10.1.2.3     | 10.1.7.7,10.1.9.9                      | 10.1.7.7
            10.1.2.3     | 203.0.113.5, unknown                   | 10.1.2.3
            10.1.2.3     | 203.0.113.5, , 10.1.9.9                | 10.1.9.9
            10.1.2.3     | 2001:db8:7::1                          | 2001:db8:7::1
            2001:db8::1  | 2a00::5                                | 2a00::5
            2001:db9::1  | 2a00::5                                | 2001:db9::1
            ::ffff:10.1.2.3 | 203.0.113.5                         | 203.0.113.5
            10.1.2.3     | evil.example                           | 10.1.2.3
            """)
    void theRightmostAddressThatIsNoProxyIsTheClient(String peer, String forwardedFor, String client) {
        assertThat(PROXIES.client(InetAddress.ofLiteral(peer), forwardedFor == null ? "" : forwardedFor))
                .isEqualTo(InetAddress.ofLiteral(client));
    }

    @Test
    void linesOfTheHeaderAreOneList() {
        assertThat(remote("203.0.113.5", "10.1.9.9")).isEqualTo(InetAddress.ofLiteral("203.0.113.5"));
        assertThat(remote("10.1.9.9", "203.0.113.5")).isEqualTo(InetAddress.ofLiteral("203.0.113.5"));
        assertThat(remote()).isEqualTo(InetAddress.ofLiteral("10.1.2.3"));
    }

    private static InetAddress remote(String... lines) {
        var headers = Stream.of(lines)
                .flatMap(line -> Stream.of("X-Forwarded-For", line))
                .toArray(String[]::new);
        var request = new IncomingRequest(
                "GET", "/", Optional.empty(), Headers.of(headers), InetAddress.ofLiteral("10.1.2.3"), Body.none());
        return RequestHead.of(request, PROXIES).remote();
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129", "/8", ""})
    void whatIsNoNetworkIsRefused(String text) {
        assertThatThrownBy(() -> TrustedProxies.of(List.of(text))).isInstanceOf(IllegalArgumentException.class);
    }
}
