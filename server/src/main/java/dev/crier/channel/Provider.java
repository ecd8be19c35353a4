package dev.crier.channel;

import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Endpoint.Dialect;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/// Who carries the messages of a WhatsApp channel.
public enum Provider {
    META("meta", "Meta Cloud API", Dialect.GRAPH, "https://graph.facebook.com"),
    DIALOG_360("360dialog", "360dialog", Dialect.DIALOG_360, "https://waba-v2.360dialog.io"),
    /// Speaks like Meta and reaches nobody; also a proxy before Meta.
    SANDBOX("sandbox", "Sandbox", Dialect.GRAPH, "http://127.0.0.1:4010");

    private final String wire;
    private final String title;
    private final Dialect dialect;
    private final URI usualUrl;

    Provider(String wire, String title, Dialect dialect, String usualUrl) {
        this.wire = wire;
        this.title = title;
        this.dialect = dialect;
        this.usualUrl = URI.create(usualUrl);
    }

    /// The name in the database, on the command line and in forms.
    public String wire() {
        return wire;
    }

    public String title() {
        return title;
    }

    public Dialect dialect() {
        return dialect;
    }

    /// Where it is, unless somebody says otherwise.
    public URI usualUrl() {
        return usualUrl;
    }

    public static Optional<Provider> of(String wire) {
        return Stream.of(values())
                .filter(provider -> provider.wire.equals(wire))
                .findFirst();
    }

    /// Whose an endpoint most likely is.
    public static Provider of(Endpoint endpoint) {
        if (endpoint.dialect() == Dialect.DIALOG_360) {
            return DIALOG_360;
        }
        return META.usualUrl.getHost().equalsIgnoreCase(endpoint.baseUrl().getHost()) ? META : SANDBOX;
    }
}
