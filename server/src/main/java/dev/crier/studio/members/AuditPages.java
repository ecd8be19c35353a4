package dev.crier.studio.members;

import dev.crier.account.AuditLog;
import dev.crier.account.Role;
import dev.crier.api.Ids;
import dev.crier.studio.Pages;
import dev.crier.studio.Show;
import dev.crier.studio.Visit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who did what in an environment.
public final class AuditPages {
    private static final int PAGE = 50;
    private static final Pattern ACTION = Pattern.compile("[a-z_.]{0,40}");

    private final Pages pages;

    public AuditPages(Pages pages) {
        this.pages = pages;
    }

    public void register() {
        pages.get("/studio/environment/{environment_id}/audit", Role.ADMINISTRATOR, this::list);
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
