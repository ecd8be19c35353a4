package dev.crier.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/// Resolves a host to the addresses that may be connected to. The client connects to exactly what comes back from here,
/// so a name whose second answer differs from its first gains nothing. Literal addresses, in all their spellings, come
/// this way too.
final class GuardedDns implements DnsResolver {
    private final Networks networks;
    private final Lookup lookup;

    /// The system's resolver; a test may have another.
    @FunctionalInterface
    interface Lookup {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    GuardedDns(Networks networks, Lookup lookup) {
        this.networks = networks;
        this.lookup = lookup;
    }

    /// None of the host's addresses is one that we may connect to.
    static final class ForbiddenAddress extends UnknownHostException {
        ForbiddenAddress() {
            super("the address is not on the public internet");
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        List<InetAddress> permitted =
                Stream.of(lookup.all(host)).filter(networks::permits).toList();
        if (permitted.isEmpty()) {
            throw new ForbiddenAddress();
        }
        return permitted.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
