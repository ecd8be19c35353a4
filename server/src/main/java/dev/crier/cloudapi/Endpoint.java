package dev.crier.cloudapi;

import java.net.URI;
import java.util.regex.Pattern;

/// What is needed to call the Graph API for one sending number.
///
/// @param baseUrl `https://graph.facebook.com`, a sandbox, or a provider that speaks the same; a path prefix is allowed
/// @param version the Graph version, such as `v24.0`
/// @param phoneNumberId Meta's id of the number, not the number
/// @param wabaId Meta's id of the WhatsApp Business Account that owns number and templates
/// @param accessToken the bearer token, best of a system user
public record Endpoint(URI baseUrl, String version, String phoneNumberId, String wabaId, Secret accessToken) {
    private static final Pattern VERSION = Pattern.compile("v[0-9]{1,3}\\.[0-9]{1,2}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,4096}");

    public Endpoint {
        require(isPlainHttp(baseUrl), "The base URL must be http(s)://host[:port][/path] and nothing more");
        require(VERSION.matcher(version).matches(), "The Graph version must look like v24.0");
        require(ID.matcher(phoneNumberId).matches(), "The phone number id must be letters and digits, at most 64");
        require(ID.matcher(wabaId).matches(), "The WABA id must be letters and digits, at most 64");
        require(TOKEN.matcher(accessToken.reveal()).matches(), "The access token must be printable ASCII");
    }

    /// The address of `POST …/messages`.
    URI messages() {
        return under(phoneNumberId, "messages");
    }

    /// `{base}/{version}/{segment}/…`; segments must be safe in a path.
    URI under(String... segments) {
        String base = baseUrl.toString();
        String root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return URI.create(root + "/" + version + "/" + String.join("/", segments));
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
