package dev.crier.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which addresses a webhook may be delivered to: the public internet, and what the operator allows beyond.
///
/// Whoever has a bot's key chooses the URL and reads the answer in the log of deliveries; without this they could look
/// into the network that Crier stands in.
public record Networks(List<Network> allowed) {
    /// IANA's special-purpose registries for IPv4: this network, private, CGNAT, loopback, link-local with the clouds'
    /// metadata, protocol assignments, documentation, 6to4 relays, benchmarks, multicast, reserved, broadcast.
    private static final List<Network> NOT_PUBLIC_4 = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /// All of IPv6 that is assigned to the internet. Loopback, unique-local, link-local, multicast, NAT64 and mapped
    /// addresses are outside of it.
    private static final Network PUBLIC_6 = Network.parse("2000::/3").orElseThrow();

    /// Inside of it: protocol assignments with Teredo, documentation, 6to4, which carries an IPv4 address.
    private static final List<Network> NOT_PUBLIC_6 = networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    public Networks {
        allowed = List.copyOf(allowed);
    }

    private static List<Network> networks(String... written) {
        return Stream.of(written).map(each -> Network.parse(each).orElseThrow()).toList();
    }

    /// Whether a connection to that address may be made.
    public boolean permits(InetAddress address) {
        InetAddress plain = unmapped(address);
        return isPublic(plain) || allowed.stream().anyMatch(network -> network.contains(plain));
    }

    private static boolean isPublic(InetAddress address) {
        if (address instanceof Inet4Address) {
            return NOT_PUBLIC_4.stream().noneMatch(network -> network.contains(address));
        }
        return PUBLIC_6.contains(address) && NOT_PUBLIC_6.stream().noneMatch(network -> network.contains(address));
    }

    /// The IPv4 address inside of `::ffff:a.b.c.d` or of the older `::a.b.c.d`: a system may connect to just that.
    private static InetAddress unmapped(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16) {
            return address;
        }
        boolean zeros = true;
        for (int i = 0; i < 10; i++) {
            zeros &= bytes[i] == 0;
        }
        boolean mapped = zeros && bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
        try {
            return mapped ? InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16)) : address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /// A range of addresses, written as `10.0.0.0/8`; a single address is a range of one.
    public record Network(InetAddress base, int bits) {
        public static Optional<Network> parse(String written) {
            String[] parts = written.split("/", -1);
            boolean whole = parts[0].contains(":")
                    || parts[0].chars().filter(c -> c == '.').count() == 3;
            if (!whole) {
                return Optional.empty(); // Java reads 10 as 0.0.0.10, which nobody means
            }
            try {
                InetAddress base = InetAddress.ofLiteral(parts[0]);
                int most = base.getAddress().length * 8;
                int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
                boolean valid = parts.length <= 2 && bits >= 0 && bits <= most;
                return valid ? Optional.of(new Network(base, bits)) : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        boolean contains(InetAddress address) {
            byte[] wanted = base.getAddress();
            byte[] given = address.getAddress();
            if (wanted.length != given.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if ((wanted[bit >> 3] & mask) != (given[bit >> 3] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
