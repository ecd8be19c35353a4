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
