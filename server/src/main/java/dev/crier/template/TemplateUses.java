package dev.crier.template;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who would miss a template: the broadcasts that are not through yet.
@FunctionalInterface
public interface TemplateUses {
    /// More are not named, nor counted.
    int MOST = 20;

    /// A broadcast that still has to send it.
    record Use(UUID broadcastId, String name, String status) {}

    /// The open broadcasts with the template, newest first.
    ///
    /// @param language null: in any
    /// @return at most [#MOST]
    List<Use> of(UUID botId, String templateName, @Nullable String language);
}
