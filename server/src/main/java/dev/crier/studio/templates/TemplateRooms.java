package dev.crier.studio.templates;

import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.channel.ChannelStore;
import dev.crier.media.MediaLibrary;
import dev.crier.studio.Pages;
import dev.crier.studio.Studio;
import dev.crier.studio.Visit;
import dev.crier.template.TemplateEditor;
import dev.crier.template.TemplateHistory;
import dev.crier.template.TemplateIndex;
import dev.crier.template.TemplateStore;
import dev.crier.template.TemplateStore.StoredTemplate;
import dev.crier.template.TemplateSync;
import dev.crier.template.TemplateUses;

/// What the pages of templates work with: the same that the API's routes call.
public record TemplateRooms(
        ChannelStore channels,
        TemplateStore templates,
        TemplateIndex index,
        TemplateHistory history,
        TemplateSync sync,
        TemplateEditor editor,
        TemplateUses uses,
        MediaLibrary media)
        implements Studio.Slice {
    @Override
    public void register(Pages pages) {
        new ListPages(pages, this).register();
        new EditorPages(pages, this).register();
        new DetailPages(pages, this).register();
    }

    /// The template that the address names.
    StoredTemplate template(Visit visit) {
        return template(visit, visit.path("name"), visit.path("language"));
    }

    StoredTemplate template(Visit visit, String name, String language) {
        return templates
                .find(visit.botId(), name, language)
                .orElseThrow(() -> Problem.of(
                        ProblemCode.NOT_FOUND,
                        "There is no template of that name in that language. It may have been deleted at Meta"));
    }
}
