package dev.crier.tabular;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// One part of an XLSX on its way to the XML parser, with a bound on all that a parser would hold in memory: a text or
/// a tag of gigabytes compresses to kilobytes.
///
/// Declarations, comments and CDATA (whatever begins with `<!`) and NUL bytes are refused: no spreadsheet writes them,
/// and without them nothing between two `<` can hide.
final class XlsxGuard extends FilterInputStream {
    /// A cell has at most 32,767 characters; in UTF-8, with each of them escaped, they fit.
    private static final int MAX_BYTES_BETWEEN_TAGS = 256 * 1024;

    private final long maxBytes;
    private long count;
    private int sinceTag;
    private boolean tagOpened;

    XlsxGuard(InputStream in, long maxBytes) {
        super(in);
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            check(b);
        }
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        for (int i = 0; i < read; i++) {
            check(buffer[offset + i]);
        }
        return read;
    }

    private void check(int b) {
        count++;
        sinceTag = b == '<' ? 0 : sinceTag + 1;
        boolean declares = tagOpened && b == '!';
        tagOpened = b == '<';
        if (b == 0 || declares) {
            throw Bounds.unreadable("malformed_xlsx", "the workbook holds XML that no spreadsheet program writes");
        }
        if (count > maxBytes || sinceTag > MAX_BYTES_BETWEEN_TAGS) {
            throw Bounds.unreadable("too_large", "the workbook is too large; save the table as CSV");
        }
    }
}
