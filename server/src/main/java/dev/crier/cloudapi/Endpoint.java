package dev.crier.cloudapi;

import java.net.URI;
import java.util.regex.Pattern;

/// What is needed to call the Cloud API for one sending number.
///
/// @param dialect how the other side wants to be spoken to
/// @param baseUrl `https://graph.facebook.com`, a sandbox, or a provider that speaks the same; a path prefix is allowed
/// @param version the Graph version, such as `v24.0`
/// @param phoneNumberId Meta's id of the number, not the number
/// @param wabaId Meta's id of the WhatsApp Business Account that owns number and templates
/// @param accessToken the bearer token, best of a system user; at 360dialog the number's API key
public record Endpoint(
        Dialect dialect, URI baseUrl, String version, String phoneNumberId, String wabaId, Secret accessToken) {
    private static final Pattern VERSION = Pattern.compile("v[0-9]{1,3}\\.[0-9]{1,2}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,4096}");

    /// Two ways to say the same. Bodies and answers of sends are alike in both.
    public enum Dialect {
        /// Meta's own: ids in the path, a bearer token.
        GRAPH,
        /// 360dialog's: the key in a header of its own selects the number, so no path names it.
        DIALOG_360
    }

    public Endpoint {
        require(isPlainHttp(baseUrl), "The base URL must be http(s)://host[:port][/path] and nothing more");
        require(VERSION.matcher(version).matches(), "The Graph version must look like v24.0");
        require(ID.matcher(phoneNumberId).matches(), "The phone number id must be letters and digits, at most 64");
        require(ID.matcher(wabaId).matches(), "The WABA id must be letters and digits, at most 64");
        require(TOKEN.matcher(accessToken.reveal()).matches(), "The access token must be printable ASCII");
    }

    /// At Meta or whoever speaks just like it.
    public Endpoint(URI baseUrl, String version, String phoneNumberId, String wabaId, Secret accessToken) {
        this(Dialect.GRAPH, baseUrl, version, phoneNumberId, wabaId, accessToken);
    }

    /// The address of `POST …/messages`.
    URI messages() {
        return ofNumber("messages");
    }

    /// The address of `POST …/media`.
    URI media() {
        return ofNumber("media");
    }

    /// Where templates are listed, made and deleted.
    URI templates() {
        return switch (dialect) {
            case GRAPH -> under(wabaId, "message_templates");
            case DIALOG_360 -> below("v1", "configs", "templates");
        };
    }

    private URI ofNumber(String edge) {
        return switch (dialect) {
            case GRAPH -> under(phoneNumberId, edge);
            case DIALOG_360 -> below(edge);
        };
    }

    /// `{base}/{version}/{segment}/…`; segments must be safe in a path.
    URI under(String... segments) {
        return below(version, String.join("/", segments));
    }

    /// `{base}/{segment}/…`.
    URI below(String... segments) {
        String base = baseUrl.toString();
        String root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return URI.create(root + "/" + String.join("/", segments));
    }

    private static boolean isPlainHttp(URI url) {
        boolean http = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
        return http
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
