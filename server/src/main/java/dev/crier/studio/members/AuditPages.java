package dev.crier.studio.members;

import dev.crier.account.AuditLog;
import dev.crier.account.Role;
import dev.crier.api.Ids;
import dev.crier.studio.Pages;
import dev.crier.studio.Show;
import dev.crier.studio.Visit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who did what in an environment.
public final class AuditPages {
    /// What can be looked for: the beginnings of actions, and how people call them.
    public static final Map<String, String> SUBJECTS = subjects(
            "", "everything",
            "broadcast.", "broadcasts",
            "template.", "templates",
            "contact.", "contacts",
            "response.", "default responses",
            "keywords.", "keywords",
            "media.", "files",
            "channel.", "channels",
            "key.", "keys",
            "webhook.", "webhooks",
            "feature.", "features",
            "bot.", "bots",
            "environment.", "environments",
            "member.", "members",
            "session.", "signing in",
            "api.", "the API, called by pages");

    private static final int PAGE = 50;
    private static final Pattern ACTION = Pattern.compile("[a-z_.]{0,40}");

    private final Pages pages;

    public AuditPages(Pages pages) {
        this.pages = pages;
    }

    public void register() {
        pages.get("/studio/environment/{environment_id}/audit", Role.ADMINISTRATOR, this::list);
    }

    private static Map<String, String> subjects(String... pairs) {
        Map<String, String> subjects = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            subjects.put(pairs[i], pairs[i + 1]);
        }
        return Collections.unmodifiableMap(subjects);
    }

    /// `member.role_changed` for people: "Member role changed".
    public static String words(String action) {
        String words = action.replace('.', ' ').replace('_', ' ');
        return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private void list(Visit visit) {
        String action = visit.query("action");
        @Nullable UUID before = Ids.parse(visit.query("before"));
        List<AuditLog.Entry> entries = pages.doors()
                .audit()
                .of(visit.environmentId(), ACTION.matcher(action).matches() ? action : "", before, PAGE + 1);
        boolean hasMore = entries.size() > PAGE;
        List<AuditLog.Entry> shown = hasMore ? entries.subList(0, PAGE) : entries;
        String path = "/studio/environment/" + visit.environmentId() + "/audit?action=" + Show.encoded(action);
        visit.page(
                "members/audit",
                Map.of(
                        "entries",
                        shown,
                        "action",
                        action,
                        "first",
                        before == null ? "" : path,
                        "next",
                        hasMore ? path + "&before=" + shown.getLast().id() : ""));
    }
}
