package dev.crier.studio.members;

import dev.crier.account.AccountStore;
import dev.crier.account.AuditLog;
import dev.crier.account.Bot;
import dev.crier.account.Role;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.studio.Form;
import dev.crier.studio.Menu;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import dev.crier.studio.settings.BotForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Where the Studio opens, the bots of all environments, and new ones.
public final class BotPages {
    /// One list; an installation with more of them is many installations.
    private static final int MAX_BOTS = 1_000;

    private final Pages pages;
    private final AccountStore accounts;

    public BotPages(Pages pages) {
        this.pages = pages;
        this.accounts = pages.doors().accounts();
    }

    public void register() {
        pages.get("/studio", Role.VIEWER, this::open)
                .get("/studio/bots", Role.VIEWER, visit -> list(visit, 200, Form.EMPTY, Map.of()))
                .post("/studio/environments", Role.VIEWER, this::createEnvironment)
                .post("/studio/environment/{environment_id}/bots", Role.ADMINISTRATOR, this::createBot);
    }

    private void open(Visit visit) {
        List<Menu.Group> groups = groups(visit);
        Optional<Bot> last = bots(groups)
                .filter(bot -> bot.id().equals(visit.member().lastBot()))
                .findFirst();
        Optional<Bot> bot = last.or(() -> bots(groups).findFirst());
        visit.redirect(bot.map(found -> "/studio/bot/" + found.id()).orElse("/studio/bots"));
    }

    private static Stream<Bot> bots(List<Menu.Group> groups) {
        return groups.stream().flatMap(group -> group.bots().stream());
    }

    private List<Menu.Group> groups(Visit visit) {
        return Menu.groups(pages.doors().members().accesses(visit.member()), pages.doors(), MAX_BOTS);
    }

    private void list(Visit visit, int status, Form form, Map<String, String> faults) {
        visit.page(status, "members/bots", Map.of("groups", groups(visit), "form", form, "faults", faults));
    }

    private void createBot(Visit visit) {
        Form form = visit.form();
        Map<String, String> faults = new LinkedHashMap<>();
        BotForm wanted = BotForm.read(form, faults);
        if (!faults.isEmpty()) {
            list(visit, 422, form, faults);
            return;
        }
        Optional<UUID> bot = visit.once(
                () -> accounts.createBot(visit.environmentId(), wanted.name(), wanted.locales(), wanted.country()));
        if (bot.isEmpty()) {
            visit.redirect("/studio/bots", "The bot " + wanted.name() + " was made by this form already");
            return;
        }
        accounts.enableRest(bot.get(), true);
        visit.audit("bot.created", wanted.name(), bot.get().toString());
        visit.redirect("/studio/bot/" + bot.get(), "The bot " + wanted.name() + " is ready to be set up");
    }

    private void createEnvironment(Visit visit) {
        if (!visit.member().owner()) {
            throw Problem.of(ProblemCode.FORBIDDEN, "Only an owner of this installation makes environments");
        }
        Map<String, String> faults = new LinkedHashMap<>();
        String name = BotForm.name(visit.form(), faults);
        if (!faults.isEmpty()) {
            list(visit, 422, visit.form(), Map.of("environment", faults.getOrDefault("name", "")));
            return;
        }
        Optional<UUID> id;
        try {
            id = visit.once(() -> made(name));
        } catch (ProblemException e) {
            list(visit, 422, visit.form(), Map.of("environment", e.problem().detail()));
            return;
        }
        if (id.isEmpty()) {
            visit.redirect("/studio/bots", "The environment " + name + " was made by this form already");
            return;
        }
        pages.doors()
                .audit()
                .add(
                        new AuditLog.Place(id.get(), null),
                        AuditLog.Actor.of(visit.session()),
                        new AuditLog.Deed("environment.created", name, ""));
        visit.redirect("/studio/bots", "The environment " + name + " is made");
    }

    private UUID made(String environment) {
        if (accounts.findEnvironment(environment).isPresent()) {
            throw Problem.of(ProblemCode.WRONG_STATE, "There is an environment of this name already");
        }
        return accounts.createEnvironment(environment);
    }
}
