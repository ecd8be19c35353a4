package dev.crier.sandbox.account;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A WhatsApp Business Account with its token, app secret, numbers and callback. */
public final class Account {
    private final String wabaId;
    private final List<PhoneNumber> numbers = new CopyOnWriteArrayList<>();
    private volatile String accessToken;
    private volatile String appSecret;
    private volatile @Nullable Callback callback;
    private volatile boolean subscribed;
    private volatile Standing standing = Standing.FIRST;

    Account(String wabaId, String accessToken, String appSecret) {
        this.wabaId = wabaId;
        this.accessToken = accessToken;
        this.appSecret = appSecret;
    }

    public String wabaId() {
        return wabaId;
    }

    public String accessToken() {
        return accessToken;
    }

    public String appSecret() {
        return appSecret;
    }

    public List<PhoneNumber> numbers() {
        return numbers;
    }

    public @Nullable Callback callback() {
        return callback;
    }

    public void callback(@Nullable Callback next) {
        callback = next;
        subscribed = next != null;
    }

    /** Whether an app wants the account's webhooks. */
    public boolean isSubscribed() {
        return subscribed;
    }

    public void subscribe() {
        subscribed = true;
    }

    public Standing standing() {
        return standing;
    }

    public void standing(Standing next) {
        standing = next;
    }

    public boolean isTokenOver() {
        long end = standing.tokenEndsAtSeconds();
        return end > 0 && end <= System.currentTimeMillis() / 1000;
    }

    public void appSecret(String next) {
        appSecret = next;
    }

    void accessToken(String next) {
        accessToken = next;
    }

    PhoneNumber add(PhoneNumber number) {
        numbers.add(number);
        return number;
    }
}
