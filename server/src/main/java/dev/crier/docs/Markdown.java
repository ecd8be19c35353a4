package dev.crier.docs;

import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/// Our own texts, written in CommonMark, as HTML.
final class Markdown {
    private final Parser parser = Parser.builder().build();
    private final HtmlRenderer renderer = HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .softbreak(" ")
            .build();

    String html(String text) {
        return renderer.render(parser.parse(text));
    }

    /// A text of one paragraph, without its tags.
    String inline(String text) {
        return html(text).strip().replaceFirst("^<p>", "").replaceFirst("</p>$", "");
    }
}
