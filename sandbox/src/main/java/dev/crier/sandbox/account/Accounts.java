package dev.crier.sandbox.account;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** All accounts, by id, number and token. */
public final class Accounts {
    /** What a new account is made of; everything may be left out. */
    public record Wish(
            @Nullable String wabaId,
            @Nullable String phoneNumberId,
            @Nullable String displayPhoneNumber,
            @Nullable String accessToken,
            @Nullable String appSecret,
            @Nullable String webhookUrl,
            @Nullable String verifyToken) {}

    private static final long FIRST_WABA = 102290129340398L;
    private static final long FIRST_NUMBER = 106540352242922L;
    private static final long FIRST_DISPLAY = 15550783881L;

    private final Map<String, Account> byWaba = new LinkedHashMap<>();
    private final Map<String, PhoneNumber> byNumber = new ConcurrentHashMap<>();
    private final AtomicLong made = new AtomicLong();

    /** Makes an account, or adds a number to the one with that WABA id. */
    public synchronized PhoneNumber add(Wish wish) {
        long n = made.getAndIncrement();
        String waba = or(wish.wabaId(), Long.toString(FIRST_WABA + n));
        String numberId = or(wish.phoneNumberId(), Long.toString(FIRST_NUMBER + n));
        PhoneNumber present = byNumber.get(numberId);
        if (present != null && !present.account().wabaId().equals(waba)) {
            throw new IllegalArgumentException("phone_number_id " + numberId + " belongs to another account");
        }
        Account account = byWaba.computeIfAbsent(
                waba,
                id -> new Account(id, or(wish.accessToken(), "SANDBOX-" + id), or(wish.appSecret(), "secret-" + id)));
        if (wish.accessToken() != null) {
            account.accessToken(wish.accessToken());
        }
        if (wish.appSecret() != null) {
            account.appSecret(wish.appSecret());
        }
        if (wish.webhookUrl() != null) {
            account.callback(new Callback(wish.webhookUrl(), or(wish.verifyToken(), "verify")));
        }
        if (present != null) {
            return present;
        }
        String display = or(wish.displayPhoneNumber(), "+" + (FIRST_DISPLAY + n));
        PhoneNumber number = account.add(new PhoneNumber(numberId, display, account));
        byNumber.put(numberId, number);
        return number;
    }

    public synchronized Collection<Account> all() {
        return java.util.List.copyOf(byWaba.values());
    }

    public synchronized Optional<Account> waba(String id) {
        return Optional.ofNullable(byWaba.get(id));
    }

    public Optional<PhoneNumber> number(String id) {
        return Optional.ofNullable(byNumber.get(id));
    }

    public synchronized Optional<Account> withToken(String token) {
        return byWaba.values().stream()
                .filter(account -> account.accessToken().equals(token))
                .findFirst();
    }

    /** The only, or first, number. */
    public synchronized PhoneNumber first() {
        return byWaba.values().iterator().next().numbers().getFirst();
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null || value.isBlank() ? otherwise : value;
    }
}
