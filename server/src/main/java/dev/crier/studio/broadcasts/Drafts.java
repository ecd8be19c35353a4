package dev.crier.studio.broadcasts;

import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.studio.Visit;
import dev.crier.studio.broadcasts.DraftStore.Draft;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The draft that an address names, for the steps that fill it.
final class Drafts {
    static final String PATH = "/studio/bot/{bot_id}/broadcasts/draft/{draft}";

    private final DraftStore store;
    private final Letters letters;

    Drafts(DraftStore store, Letters letters) {
        this.store = store;
        this.letters = letters;
    }

    DraftStore store() {
        return store;
    }

    Letters letters() {
        return letters;
    }

    /// Work with what names the people of a draft.
    interface Reading<T, E extends Exception> {
        T read(byte[] people) throws E;
    }

    /// Does the work with the file or the numbers; with few files at a time.
    <T, E extends Exception> T reading(Draft draft, Reading<T, E> work) throws E {
        return draft.plan().people().kind() == Plan.Kind.FILE
                ? store.files().take(() -> work.read(store.people(draft)))
                : work.read(store.people(draft));
    }

    /// As [#reading], with a file that has just come.
    <T, E extends Exception> T taking(Turns.Work<T, E> work) throws E {
        return store.files().take(work);
    }

    /// What is in the draft's file, which is read only if nobody has looked since it came.
    Sight sight(Draft draft, @Nullable String country) throws IOException {
        Optional<Sight> known =
                store.sight(draft).filter(each -> each.isOf(draft.plan().people(), country));
        if (known.isPresent()) {
            return known.get();
        }
        Sight sight = this.<Sight, IOException>reading(
                draft, file -> Sight.read(file, draft.plan().people(), country));
        store.remember(draft, sight);
        return sight;
    }

    /// A step's work on a draft.
    interface Work {
        void handle(Visit visit, Draft draft) throws Exception;
    }

    /// Does the work if the draft is one still; whoever comes back to one that was sent is shown what it became.
    dev.crier.studio.Pages.Work on(Work work) {
        return visit -> {
            Draft draft = store.find(visit.botId(), visit.uuid("draft"))
                    .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND, "This draft was thrown away"));
            if (draft.broadcastId() != null) {
                visit.redirect(visit.at("/broadcasts/" + draft.broadcastId()), "This broadcast was sent already");
            } else {
                work.handle(visit, draft);
            }
        };
    }

    /// The same for steps that need a template.
    interface LetterWork {
        void handle(Visit visit, Draft draft, Letter letter) throws Exception;
    }

    /// Does the work if the draft has a template that can be sent; else it is time to choose one.
    dev.crier.studio.Pages.Work withLetter(LetterWork work) {
        return on((visit, draft) -> {
            Optional<Letter> letter = letters.of(visit.bot(), draft.plan());
            if (letter.isPresent()) {
                work.handle(visit, draft, letter.get());
            } else if (draft.plan().template().isEmpty()) {
                visit.redirect(address(visit, draft, "template"));
            } else {
                visit.redirect(
                        address(visit, draft, "template") + "?choose=1",
                        "The template " + draft.plan().template() + " cannot be sent now; choose another one");
            }
        });
    }

    /// What a page that keeps its form as it is written says when another page was first.
    static String overtaken(Visit visit, Draft draft, Turn.Part part) {
        return visit.render(
                "broadcasts/overtaken", Map.of("draft", draft, "part", part.key(), "isKeptAsWritten", true));
    }

    static String address(Visit visit, Draft draft, String step) {
        return visit.at("/broadcasts/draft/" + draft.id() + "/" + step);
    }
}
