package dev.crier.studio.store;

import dev.crier.account.AccountStore;
import dev.crier.account.Feature;
import dev.crier.account.Role;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import java.util.Map;
import java.util.Set;

/// The features of a bot, to order and to cancel.
public final class StorePages {
    private static final String ROOT = "/studio/bot/{bot_id}/store";

    private final Pages pages;
    private final AccountStore accounts;

    public StorePages(Pages pages) {
        this.pages = pages;
        this.accounts = pages.doors().accounts();
    }

    public void register() {
        pages.get(ROOT, Role.VIEWER, this::show)
                .post(ROOT + "/{feature}/order", Role.ADMINISTRATOR, this::order)
                .post(ROOT + "/{feature}/cancel", Role.ADMINISTRATOR, this::cancel);
    }

    private void show(Visit visit) {
        Set<Feature> ordered = visit.bot().broadcasting() ? Set.of(Feature.WHATSAPP_BROADCASTING) : Set.of();
        visit.page("store/store", Map.of("ordered", ordered));
    }

    private static Feature feature(Visit visit) {
        return Feature.of(visit.path("feature"))
                .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND, "There is no such feature"));
    }

    private void order(Visit visit) {
        Feature feature = feature(visit);
        accounts.order(visit.botId(), feature);
        visit.audit("feature.ordered", feature.title(), "");
        visit.redirect(visit.at("/store"), feature.title() + " is ordered");
    }

    private void cancel(Visit visit) {
        Feature feature = feature(visit);
        accounts.cancel(visit.botId(), feature);
        visit.audit("feature.cancelled", feature.title(), "");
        visit.redirect(visit.at("/store"), feature.title() + " is cancelled");
    }
}
