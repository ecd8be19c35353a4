package dev.crier.studio;

import dev.crier.account.Bot;
import dev.crier.account.MemberStore.Access;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a member can go from a page.
///
/// @param bot whose pages the menu leads to: the page's, else the one looked at last
/// @param environment the page's, else the bot's
/// @param phones where the sandbox shows the phones of whom the bot writes to; null: its number is at WhatsApp
/// @param groups the member's environments with their bots, for the switcher
public record Menu(
        @Nullable Bot bot,
        @Nullable Access environment,
        @Nullable String phones,
        List<Group> groups) {
    /// In the switcher; a page of all bots has the rest.
    private static final int MAX_BOTS = 30;

    /// An environment and its bots.
    public record Group(Access access, List<Bot> bots) {}

    static Menu of(Visit visit, Pages.Doors doors) {
        List<Access> accesses = doors.members().accesses(visit.member());
        List<Group> groups = groups(accesses, doors, MAX_BOTS);
        @Nullable UUID last = visit.member().lastBot();
        Optional<Bot> bot = Optional.ofNullable(visit.scope().bot())
                .or(() -> Optional.ofNullable(last).flatMap(doors.accounts()::bot));
        Optional<Access> environment = Optional.ofNullable(visit.scope().access())
                .or(() -> accesses.stream()
                        .filter(access -> bot.isPresent()
                                && access.environmentId().equals(bot.get().environmentId()))
                        .findFirst());
        // A bot that the member has lost, or one of another environment than the page's, leads nowhere from here.
        boolean fits = bot.isPresent()
                && environment.isPresent()
                && bot.get().environmentId().equals(environment.get().environmentId());
        @Nullable
        String phones = fits ? doors.channels().phonesOf(bot.get().id()).orElse(null) : null;
        return new Menu(fits ? bot.get() : null, environment.orElse(null), phones, groups);
    }

    /// A member's environments with so many bots each at the most.
    public static List<Group> groups(List<Access> accesses, Pages.Doors doors, int limit) {
        Map<UUID, List<Bot>> bots = doors.accounts()
                .botsOf(accesses.stream().map(Access::environmentId).toList(), limit);
        return accesses.stream()
                .map(access -> new Group(access, bots.getOrDefault(access.environmentId(), List.of())))
                .toList();
    }

    /// A bot's page.
    public record Item(String path, String section, String icon, String title) {}

    public static List<Item> work() {
        return List.of(
                new Item("", "home", "home", "Home"),
                new Item("/broadcasts", "broadcasts", "send", "Broadcasts"),
                new Item("/contacts", "contacts", "people", "Contacts"),
                new Item("/templates", "templates", "template", "Templates"),
                new Item("/content", "content", "text", "Content"));
    }

    public static List<Item> setUp() {
        return List.of(
                new Item("/channels", "channels", "plug", "Channels"),
                new Item("/webhooks", "webhooks", "hook", "Webhooks"),
                new Item("/store", "store", "box", "Store"),
                new Item("/settings", "settings", "gear", "Bot settings"));
    }
}
