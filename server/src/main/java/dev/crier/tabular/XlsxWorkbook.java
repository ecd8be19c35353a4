package dev.crier.tabular;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// What a sheet of an XLSX refers to: shared texts, formats that make a number a date, and where the sheet is.
final class XlsxWorkbook {
    private static final XMLInputFactory XML = xml();

    /// Parts other than sheets and texts are small, whatever the table.
    private static final long MAX_PART_BYTES = 16L << 20;

    /// Shared texts are held in memory: 64 MB of characters at most.
    private static final long MAX_TEXTS_BYTES = 256L << 20;

    private static final long MAX_TEXTS_CHARS = 32L << 20;
    private static final int MAX_TEXTS = 2_000_000;

    /// Excel's own limit.
    private static final int MAX_CELL_CHARS = 32_767;

    private static final int MAX_ENTRIES = 10_000;
    private static final String RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String STRICT_RELATIONSHIPS = "http://purl.oclc.org/ooxml/officeDocument/relationships";

    /// What Excel shows of a number, and thereby what its author meant.
    private static final MathContext SHOWN_DIGITS = new MathContext(15);

    /// Beyond it a plain number would have more digits than a cell has room for.
    private static final int MAX_EXPONENT = 40;

    private static final double MAX_SERIAL = 2_958_465.999; // 31 December 9999

    private final ZipFile zip;
    private final String sheet;
    private final List<String> texts;
    private final BitSet dateStyles = new BitSet();
    private boolean since1904;

    XlsxWorkbook(ZipFile zip) throws IOException {
        this.zip = zip;
        if (zip.size() > MAX_ENTRIES) {
            throw Bounds.unreadable("too_large", "the workbook has too many parts");
        }
        try {
            this.sheet = findSheet();
            this.texts = readTexts();
            readStyles();
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException io && !(io instanceof ZipException)) {
                throw io;
            }
            throw Bounds.unreadable("malformed_xlsx", "the workbook is damaged");
        } catch (ZipException e) {
            throw Bounds.unreadable("malformed_xlsx", "the workbook is damaged");
        }
    }

    static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw Bounds.unreadable("malformed_xlsx", "this is no XLSX workbook");
        }
    }

    private static XMLInputFactory xml() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }

    /// The part that holds the first visible sheet.
    String sheet() {
        return sheet;
    }

    XMLStreamReader part(String name, long maxBytes) throws IOException {
        @Nullable ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw Bounds.unreadable("malformed_xlsx", "the workbook lacks a part");
        }
        try {
            InputStream in = zip.getInputStream(entry);
            return XML.createXMLStreamReader(new XlsxGuard(in, maxBytes), "UTF-8");
        } catch (XMLStreamException | ZipException e) {
            throw Bounds.unreadable("malformed_xlsx", "the workbook is damaged");
        }
    }

    private String findSheet() throws IOException, XMLStreamException {
        XMLStreamReader xml = part("xl/workbook.xml", MAX_PART_BYTES);
        @Nullable String relation = null;
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (xml.getLocalName().equals("workbookPr")) {
                String date1904 = xml.getAttributeValue(null, "date1904");
                since1904 = date1904 != null && Set.of("1", "true").contains(date1904);
            } else if (xml.getLocalName().equals("sheet") && relation == null) {
                String state = xml.getAttributeValue(null, "state");
                if (state == null || state.equals("visible")) {
                    String id = xml.getAttributeValue(RELATIONSHIPS, "id");
                    relation = id == null ? xml.getAttributeValue(STRICT_RELATIONSHIPS, "id") : id;
                }
            }
        }
        @Nullable String target = relation == null ? null : targets().get(relation);
        if (target == null) {
            throw Bounds.unreadable("malformed_xlsx", "the workbook has no sheet");
        }
        return target.startsWith("/") ? target.substring(1) : "xl/" + target;
    }

    private Map<String, String> targets() throws IOException, XMLStreamException {
        Map<String, String> targets = new HashMap<>();
        XMLStreamReader xml = part("xl/_rels/workbook.xml.rels", MAX_PART_BYTES);
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("Relationship")) {
                String id = xml.getAttributeValue(null, "Id");
                String target = xml.getAttributeValue(null, "Target");
                if (id != null && target != null) {
                    targets.put(id, target);
                }
            }
        }
        return targets;
    }

    private List<String> readTexts() throws IOException, XMLStreamException {
        List<String> read = new ArrayList<>();
        if (zip.getEntry("xl/sharedStrings.xml") == null) {
            return read;
        }
        XMLStreamReader xml = part("xl/sharedStrings.xml", MAX_TEXTS_BYTES);
        long chars = 0;
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("si")) {
                String text = text(xml, "si");
                chars += text.length();
                read.add(text);
                if (chars > MAX_TEXTS_CHARS || read.size() > MAX_TEXTS) {
                    throw Bounds.unreadable("too_large", "the workbook has too much text; save the table as CSV");
                }
            }
        }
        return read;
    }

    /// The runs of text below the element `name`, which has just begun; not what says how to pronounce them.
    private static String text(XMLStreamReader xml, String name) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        boolean inText = false;
        int phonetic = 0;
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    inText = xml.getLocalName().equals("t");
                    phonetic += xml.getLocalName().equals("rPh") ? 1 : 0;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    inText = false;
                    phonetic -= xml.getLocalName().equals("rPh") ? 1 : 0;
                    if (xml.getLocalName().equals(name)) {
                        return text.toString();
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE -> {
                    if (inText && phonetic == 0) {
                        append(text, xml);
                    }
                }
                default -> {
                    // a processing instruction says nothing
                }
            }
        }
    }

    private static void append(StringBuilder text, XMLStreamReader xml) {
        if (text.length() + xml.getTextLength() > MAX_CELL_CHARS) {
            throw Bounds.unreadable(
                    "malformed_xlsx", "the workbook has a text longer than a cell's " + MAX_CELL_CHARS + " characters");
        }
        text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
    }

    private void readStyles() throws IOException, XMLStreamException {
        if (zip.getEntry("xl/styles.xml") == null) {
            return;
        }
        Map<String, String> formats = new HashMap<>();
        XMLStreamReader xml = part("xl/styles.xml", MAX_PART_BYTES);
        boolean inCells = false;
        int style = 0;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("cellXfs")) {
                return;
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "numFmt" -> {
                    String id = xml.getAttributeValue(null, "numFmtId");
                    String code = xml.getAttributeValue(null, "formatCode");
                    if (id != null && code != null) {
                        formats.put(id, code);
                    }
                }
                case "cellXfs" -> inCells = true;
                case "xf" -> {
                    if (inCells) {
                        dateStyles.set(style++, isDate(xml.getAttributeValue(null, "numFmtId"), formats));
                    }
                }
                default -> {
                    // colours and borders
                }
            }
        }
    }

    private static boolean isDate(@Nullable String id, Map<String, String> formats) {
        if (id == null) {
            return false;
        }
        @Nullable String code = formats.get(id);
        if (code == null) {
            return id.matches("1[4-9]|2[0-2]|2[7-9]|3[0-6]|4[5-7]|5[0-8]"); // the built-in ones
        }
        String bare = code.replaceAll("\"[^\"]*\"|\\\\.|\\[[^\\]]*\\]|_.", "").toLowerCase(java.util.Locale.ROOT);
        return bare.matches(".*[ymdhs].*") && !bare.contains("general");
    }

    /// The value of the cell that has just begun, as its author sees it.
    String cell(XMLStreamReader xml, int row) throws XMLStreamException {
        @Nullable String type = xml.getAttributeValue(null, "t");
        @Nullable String style = xml.getAttributeValue(null, "s");
        StringBuilder value = new StringBuilder();
        String inline = "";
        boolean inValue = false;
        while (true) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                inValue = xml.getLocalName().equals("v");
                if (xml.getLocalName().equals("is")) {
                    inline = text(xml, "is");
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                inValue = false;
                if (xml.getLocalName().equals("c")) {
                    break;
                }
            } else if (inValue && xml.isCharacters()) {
                append(value, xml);
            }
        }
        String raw = value.toString();
        return switch (type == null ? "n" : type) {
            case "s" -> shared(raw, row);
            case "inlineStr" -> inline;
            case "str", "d" -> raw;
            case "b" -> raw.isEmpty() ? "" : raw.equals("1") ? "true" : "false";
            case "e" ->
                throw Bounds.broken("formula_error", row, "a cell holds a formula that failed: " + shortened(raw));
            default ->
                number(raw, style != null && style.matches("[0-9]{1,6}") && dateStyles.get(Integer.parseInt(style)));
        };
    }

    private static String shortened(String raw) {
        return raw.length() > 20 ? raw.substring(0, 20) : raw;
    }

    private String shared(String index, int row) {
        if (index.matches("[0-9]{1,7}") && Integer.parseInt(index) < texts.size()) {
            return texts.get(Integer.parseInt(index));
        }
        throw Bounds.broken("malformed_xlsx", row, "a cell refers to a text that is not there");
    }

    private String number(String raw, boolean isDate) {
        if (raw.length() > 40 || !raw.matches("[+-]?[0-9]*\\.?[0-9]+([eE][+-]?[0-9]{1,3})?")) {
            return raw;
        }
        BigDecimal number = new BigDecimal(raw).round(SHOWN_DIGITS);
        if (isDate && number.signum() >= 0 && number.doubleValue() <= MAX_SERIAL) {
            return date(number.doubleValue());
        }
        boolean plain = Math.abs((long) number.scale()) <= MAX_EXPONENT;
        return plain ? number.stripTrailingZeros().toPlainString() : raw;
    }

    /// Days since the last day of 1899, which count a 29 February 1900 that never was.
    private String date(double serial) {
        LocalDate epoch = since1904 ? LocalDate.of(1904, 1, 1) : LocalDate.of(1899, 12, serial < 60 ? 31 : 30);
        long days = (long) serial;
        long seconds = Math.round((serial - days) * 86_400);
        LocalDateTime time = epoch.plusDays(days).atStartOfDay().plusSeconds(seconds);
        if (days == 0 && !since1904) {
            return time.toLocalTime().toString();
        }
        return time.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? time.toLocalDate().toString()
                : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
