package dev.crier.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Ids;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    private static final Networks PUBLIC_ONLY = new Networks(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2001:0:1::1",
                "2001:db8::1",
                "fec0::1",
                "100::1"
            })
    void addresses_that_are_not_the_internets_are_refused(String address) {
        assertThat(PUBLIC_ONLY.permits(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.169.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1",
                "::ffff:8.8.8.8"
            })
    void the_internets_are_not(String address) {
        assertThat(PUBLIC_ONLY.permits(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void what_the_operator_allows_is_allowed_and_nothing_beside_it() {
        Networks networks = new Networks(List.of(
                Networks.Network.parse("10.1.0.0/16").orElseThrow(),
                Networks.Network.parse("::1").orElseThrow()));
        assertThat(networks.permits(InetAddress.ofLiteral("10.1.255.255"))).isTrue();
        assertThat(networks.permits(InetAddress.ofLiteral("::ffff:10.1.0.1"))).isTrue();
        assertThat(networks.permits(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(networks.permits(InetAddress.ofLiteral("10.2.0.0"))).isFalse();
        assertThat(networks.permits(InetAddress.ofLiteral("::2"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/8/8", "host", "10/8"})
    void what_is_no_network_is_none(String written) {
        assertThat(Networks.Network.parse(written)).isEmpty();
    }

    private static Attempt post(GuardedDns dns, String url) throws Exception {
        try (WebhookClient client = new WebhookClient(dns, Clock.systemUTC(), Duration.ofSeconds(2))) {
            return client.post(
                    new WebhookClient.Letter(URI.create(url), Ids.next(), "{}", List.of(Signer.newSecret())));
        }
    }

    @Test
    void no_spelling_of_a_private_address_gets_through_to_a_connection() throws Exception {
        try (TestEndpoint endpoint = new TestEndpoint()) {
            int port = URI.create(endpoint.url()).getPort();
            GuardedDns dns = new GuardedDns(PUBLIC_ONLY, InetAddress::getAllByName);
            for (String host :
                    List.of("127.0.0.1", "localhost", "2130706433", "127.1", "[::ffff:127.0.0.1]", "[::1]", "0")) {
                Attempt attempt = post(dns, "http://" + host + ":" + port + "/");
                assertThat(attempt.status()).as(host).isNull();
                assertThat(attempt.error()).as(host).isNotEmpty();
            }
            assertThat(endpoint.requests).isEmpty();
        }
    }

    @Test
    void the_connection_goes_to_the_address_that_was_checked_whatever_a_second_look_would_say() throws Exception {
        try (TestEndpoint endpoint = new TestEndpoint()) {
            AtomicInteger looks = new AtomicInteger();
            GuardedDns.Lookup rebinding = host -> {
                if (looks.incrementAndGet() > 1) {
                    throw new UnknownHostException("a second look");
                }
                return new InetAddress[] {InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("127.0.0.1")};
            };
            Attempt attempt = post(
                    new GuardedDns(Hooks.LOOPBACK, rebinding),
                    "http://rebinding.example:" + URI.create(endpoint.url()).getPort() + "/");
            assertThat(attempt.isSuccess()).isTrue();
            assertThat(looks).hasValue(1);
            assertThat(endpoint.requests.getFirst().header("Host")).startsWith("rebinding.example");
        }
    }

    @Test
    void a_host_that_nobody_knows_and_a_port_that_nobody_has_are_told_apart() throws Exception {
        GuardedDns dns = new GuardedDns(Hooks.LOOPBACK, host -> {
            if (host.endsWith(".example")) {
                throw new UnknownHostException(host);
            }
            return InetAddress.getAllByName(host);
        });
        assertThat(post(dns, "http://nobody.example/").error()).isEqualTo("the host is not known");
        assertThat(post(dns, "http://127.0.0.1:1/").error()).isEqualTo("the connection was refused");
    }
}
