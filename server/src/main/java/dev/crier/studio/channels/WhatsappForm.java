package dev.crier.studio.channels;

import dev.crier.channel.ChannelStore.Connection;
import dev.crier.channel.Provider;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import dev.crier.studio.Form;
import dev.crier.webhook.Networks;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what an administrator enters about a WhatsApp channel; every fault is told at once, beside its field.
///
/// A secret that is left empty stays as it is. Only the sandbox's address is a person's to enter, and it leads to this
/// machine, to the internet, or to where the operator allows webhooks to go.
final class WhatsappForm {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern SECRET = Pattern.compile("[!-~]{1,4096}");
    private static final String VERSION = "v24.0";
    private static final int RANDOM_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Form form;
    private final @Nullable WhatsappChannel before;
    private final Networks networks;
    private final Map<String, String> faults = new LinkedHashMap<>();

    /// @param before what is entered already; null: nothing
    WhatsappForm(Form form, @Nullable WhatsappChannel before, Networks networks) {
        this.form = form;
        this.before = before;
        this.networks = networks;
    }

    /// What is wrong, by field.
    Map<String, String> faults() {
        return faults;
    }

    /// What was entered, if all of it is right.
    Optional<Connection> read() {
        Provider provider = Provider.of(form.text("provider")).orElse(Provider.META);
        URI url = provider == Provider.SANDBOX ? sandboxUrl(provider) : provider.usualUrl();
        String number = id("phone_number_id", "the phone number id");
        String account = id("waba_id", "the account id");
        @Nullable Secret token = secret("access_token", keptToken(provider, url));
        @Nullable Secret verify = verifyToken();
        @Nullable
        Secret app = provider == Provider.DIALOG_360
                ? orRandom(form.text("app_secret"))
                : secret("app_secret", before == null ? null : before.appSecret());
        int throughput = throughput();
        if (!faults.isEmpty() || token == null || verify == null || app == null) {
            return Optional.empty();
        }
        String version = before == null ? VERSION : before.endpoint().version();
        Endpoint endpoint = new Endpoint(provider.dialect(), url, version, number, account, token);
        return Optional.of(new Connection(provider, endpoint, app, verify, throughput));
    }

    /// A token that nobody may see must not travel to another address than the one it was entered for.
    private @Nullable Secret keptToken(Provider provider, URI url) {
        boolean isSame = before != null
                && before.provider() == provider
                && before.endpoint().baseUrl().equals(url);
        return isSame ? before.endpoint().accessToken() : null;
    }

    private URI sandboxUrl(Provider provider) {
        String written = form.text("base_url");
        if (written.isEmpty()) {
            return provider.usualUrl();
        }
        try {
            URI url = new URI(written);
            boolean isPlain = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && written.length() <= 500;
            if (!isPlain) {
                throw new URISyntaxException(written, "not plain");
            }
            if (!isReachable(url.getHost())) {
                faults.put(
                        "base_url",
                        "This leads to a private network. It may lead to this machine, to the internet, or to a network"
                                + " in webhooks.allowed_networks");
            }
            return url;
        } catch (URISyntaxException e) {
            faults.put("base_url", "Write an address like http://127.0.0.1:4010, and nothing more");
        } catch (UnknownHostException e) {
            faults.put("base_url", "There is no host of this name");
        }
        return provider.usualUrl();
    }

    private boolean isReachable(String host) throws UnknownHostException {
        return Stream.of(InetAddress.getAllByName(host.replaceAll("[\\[\\]]", "")))
                .allMatch(address -> address.isLoopbackAddress() || networks.permits(address));
    }

    private String id(String field, String name) {
        String id = form.text(field);
        if (id.isEmpty()) {
            faults.put(field, "Write " + name + ", as WhatsApp Manager shows it");
        } else if (!ID.matcher(id).matches()) {
            faults.put(field, "An id is letters and digits, at most 64; the number itself is no id");
        }
        return id;
    }

    private @Nullable Secret secret(String field, @Nullable Secret kept) {
        String entered = form.text(field);
        if (entered.isEmpty()) {
            if (kept == null) {
                faults.put(field, "This is needed once; afterwards it is kept");
            }
            return kept;
        }
        if (!SECRET.matcher(entered).matches()) {
            faults.put(field, "It must be letters, digits and signs without blanks, at most 4,096");
            return null;
        }
        return new Secret(entered);
    }

    /// One that nobody chose is as good.
    private @Nullable Secret verifyToken() {
        String entered = form.text("verify_token");
        return entered.isEmpty() && before == null
                ? random()
                : secret("verify_token", before == null ? null : before.verifyToken());
    }

    /// 360dialog signs nothing, so this one is never used; it must not be guessable either.
    private Secret orRandom(String entered) {
        return SECRET.matcher(entered).matches() ? new Secret(entered) : random();
    }

    private static Secret random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return new Secret(HexFormat.of().formatHex(bytes));
    }

    private int throughput() {
        String written = form.text("throughput");
        try {
            int number = written.isEmpty() ? Connection.DEFAULT_THROUGHPUT : Integer.parseInt(written);
            if (number >= 1 && number <= Connection.MAX_THROUGHPUT) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        faults.put("throughput", "Write a whole number from 1 to 1000000; Meta grants 80, or 1000 after an upgrade");
        return Connection.DEFAULT_THROUGHPUT;
    }
}
