package dev.crier.studio.broadcasts;

import dev.crier.studio.Pages;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// All pages of broadcasts.
public final class BroadcastPages {
    /// What to do with a message whose outcome stays unknown, in words.
    public static final Map<String, String> ON_UNKNOWN = onUnknown();

    private final Pages pages;
    private final Tools tools;
    private final DraftStore store;

    public BroadcastPages(Pages pages, DraftStore store, Tools tools) {
        this.pages = pages;
        this.tools = tools;
        this.store = store;
    }

    private static Map<String, String> onUnknown() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("hold", "Wait half an hour, then call it failed: nobody gets it twice");
        words.put("retry", "Send again: rather twice than never");
        words.put("fail", "Call it failed at once");
        return Collections.unmodifiableMap(words);
    }

    /// Drafts, whose addresses have fixed words, go first.
    public void register() {
        Drafts drafts = new Drafts(store, new Letters(tools.templates()));
        new ListPage(tools, store).register(pages);
        new TemplateStep(drafts, tools).register(pages);
        new PeopleStep(drafts, tools).register(pages);
        new CheckStep(drafts, tools).register(pages);
        new PeoplePages(tools).register(pages);
        new DetailPages(drafts, tools).register(pages);
    }
}
