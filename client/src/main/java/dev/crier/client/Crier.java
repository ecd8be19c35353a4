package dev.crier.client;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A Crier server as one bot sees it. Safe for use by many threads; one for the whole program is enough.
public final class Crier implements AutoCloseable {
    private final Http http;

    private Crier(Http http) {
        this.http = http;
    }

    public static Builder builder() {
        return new Builder();
    }

    public Broadcasts broadcasts() {
        return new Broadcasts(http);
    }

    public Contacts contacts() {
        return new Contacts(http);
    }

    public Templates templates() {
        return new Templates(http);
    }

    public Webhooks webhooks() {
        return new Webhooks(http);
    }

    /// Without the key.
    @Override
    public String toString() {
        return "Crier at " + http.root();
    }

    /// Ends what is under way.
    @Override
    public void close() {
        http.close();
    }

    /// How to reach the server.
    public static final class Builder {
        private @Nullable URI url;
        private @Nullable String bot;
        private @Nullable Secret token;
        private Duration connectLimit = Duration.ofSeconds(5);
        private Duration answerLimit = Duration.ofMinutes(2);
        private Duration uploadLimit = Duration.ofHours(1);
        private Duration idleLimit = Duration.ofMinutes(1);
        private RetryPolicy retries = RetryPolicy.DEFAULT;

        private Builder() {}

        /// The server's address, such as `https://crier.example.com`.
        ///
        /// @throws IllegalArgumentException if that is none
        public Builder url(String address) {
            URI parsed = URI.create(address.strip().replaceAll("/+$", ""));
            boolean http = "http".equalsIgnoreCase(parsed.getScheme()) || "https".equalsIgnoreCase(parsed.getScheme());
            if (!http || parsed.getHost() == null) {
                throw new IllegalArgumentException(address + " is no address of a server; write https://host");
            }
            this.url = parsed;
            return this;
        }

        /// The bot's id.
        public Builder bot(String id) {
            this.bot = id.strip();
            return this;
        }

        /// The authorization key of the bot, or of its environment.
        public Builder token(String key) {
            this.token = new Secret(key.strip());
            return this;
        }

        /// How long a connection may take; 5 s unless said.
        public Builder connectLimit(Duration limit) {
            this.connectLimit = limit;
            return this;
        }

        /// How long a request and its whole answer may take; 2 min unless said, in which a server reads, checks and
        /// stores 100,000 people with ease.
        public Builder answerLimit(Duration limit) {
            this.answerLimit = limit;
            return this;
        }

        /// How long an upload may take until its answer begins; 1 h unless said.
        public Builder uploadLimit(Duration limit) {
            this.uploadLimit = limit;
            return this;
        }

        /// After how long a silence in the middle of a streamed answer the connection counts as dead; 1 min unless
        /// said.
        /// A server that has nothing to tell gives a sign of life every 15 s.
        public Builder idleLimit(Duration limit) {
            this.idleLimit = limit;
            return this;
        }

        public Builder retries(RetryPolicy policy) {
            this.retries = policy;
            return this;
        }

        /// The client; nothing is sent yet.
        ///
        /// @throws IllegalStateException if url, bot or token was not said
        public Crier build() {
            if (url == null || bot == null || token == null || bot.isEmpty()) {
                throw new IllegalStateException("A client needs url, bot and token");
            }
            Http.Limits limits = new Http.Limits(connectLimit, answerLimit, uploadLimit, idleLimit);
            return new Crier(new Http(url + "/api/bot/" + Http.segment(bot), token, limits, retries));
        }
    }
}
