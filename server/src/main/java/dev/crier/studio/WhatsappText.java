package dev.crier.studio;

import gg.jte.html.escape.Escape;
import gg.jte.output.StringOutput;
import java.util.List;
import java.util.regex.Pattern;

/// Text as WhatsApp shows it: *bold*, _italic_, ~strike~, ```mono```, line breaks, addresses. Safe HTML comes out.
public final class WhatsappText {
    private record Style(Pattern pattern, String html) {}

    /// A mark counts at the edge of a word only, and what it holds begins and ends with something to see.
    private static Style style(String mark, String tag) {
        String edge = Pattern.quote(mark);
        return new Style(
                Pattern.compile(
                        "(?<![\\p{L}\\p{N}])" + edge + "(?=\\S)([^\\n]{0,1000}?\\S)" + edge + "(?![\\p{L}\\p{N}])"),
                "<" + tag + ">$1</" + tag + ">");
    }

    private static final List<Style> STYLES =
            List.of(style("```", "code"), style("*", "strong"), style("_", "em"), style("~", "s"));

    private WhatsappText() {}

    public static String html(String text) {
        StringOutput escaped = new StringOutput(text.length() + 64);
        Escape.htmlContent(text, escaped);
        String html = escaped.toString();
        for (Style style : STYLES) {
            html = style.pattern().matcher(html).replaceAll(style.html());
        }
        return html.replace("\n", "<br>");
    }
}
