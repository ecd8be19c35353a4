package dev.crier.api;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadBase.FileUploadIOException;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.InvalidFileNameException;
import org.apache.commons.fileupload.MultipartStream.MalformedStreamException;
import org.apache.commons.fileupload.RequestContext;
import org.jspecify.annotations.Nullable;

/// The one file of a form (multipart/form-data), as `curl -F file=@picture.jpg` and browsers send it.
///
/// Nothing is kept: the file is read from the request while it arrives. That nothing else comes, and that the file is
/// whole, shows at the end of the file, so it is there that reading fails if not; the file has not been used by then.
public final class FormFile {
    public static final String TYPE = "multipart/form-data";
    private static final String PART = "file";

    /// Of one part: a file's name in UTF-8, its type, and what clients add.
    private static final int MAX_PART_HEADER_BYTES = 4 * 1024;

    /// What is around the largest file: boundaries, headers.
    private static final int MAX_FRAME_BYTES = 64 * 1024;

    private final FileItemStream part;
    private final InputStream content;

    private FormFile(FileItemStream part, InputStream content) {
        this.part = part;
        this.content = content;
    }

    /// Reads up to the file's first byte.
    ///
    /// @param maxBytes of the file
    public static FormFile open(ServerRequest request, long maxBytes) throws IOException {
        FileUpload upload = new FileUpload();
        upload.setHeaderEncoding(StandardCharsets.UTF_8.name());
        upload.setPartHeaderSizeMax(MAX_PART_HEADER_BYTES);
        try {
            FileItemIterator parts =
                    upload.getItemIterator(new Form(request, Body.raw(request, maxBytes + MAX_FRAME_BYTES)));
            if (!parts.hasNext()) {
                throw fault("missing_part", "the form has no part named \"" + PART + "\"");
            }
            FileItemStream part = parts.next();
            if (!PART.equals(part.getFieldName()) || part.isFormField()) {
                throw fault("unexpected_part", "the form's first part is not a file named \"" + PART + "\"");
            }
            return new FormFile(part, new Content(part.openStream(), parts));
        } catch (FileUploadException | MalformedStreamException | FileUploadIOException e) {
            throw malformed(e);
        }
    }

    /// As the part says; empty if it does not.
    public String type() {
        String type = part.getContentType();
        return type == null ? "" : type;
    }

    public @Nullable String filename() {
        try {
            return part.getName();
        } catch (InvalidFileNameException e) {
            throw fault("invalid_filename", "the file's name holds U+0000");
        }
    }

    public InputStream content() {
        return content;
    }

    private static ProblemException malformed(Exception cause) {
        String detail = switch (cause) {
            case FileUploadIOException _ ->
                "the headers of a part have more than " + MAX_PART_HEADER_BYTES + " bytes, or no end";
            case FileUploadException _ -> "the Content-Type has no usable boundary";
            default -> "the form ends before its closing boundary, or does not use the announced one";
        };
        return fault("invalid_multipart", detail);
    }

    private static ProblemException fault(String code, String detail) {
        return Problem.of(
                ProblemCode.INVALID_REQUEST,
                "Send one file in a part named \"" + PART + "\": " + detail,
                List.of(new Fault(code, detail)));
    }

    /// The request as the parser wants it.
    private record Form(ServerRequest request, Body body) implements RequestContext {
        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public String getContentType() {
            return request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        }

        /// Unknown: the bound is the body's own.
        @Override
        @SuppressWarnings("deprecation")
        public int getContentLength() {
            return -1;
        }

        @Override
        public InputStream getInputStream() {
            return body;
        }
    }

    /// The file's bytes, and at their end the check that nothing follows.
    private static final class Content extends FilterInputStream {
        private final FileItemIterator parts;
        private boolean ended;

        Content(InputStream in, FileItemIterator parts) {
            super(in);
            this.parts = parts;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (ended) {
                return -1;
            }
            try {
                int read = super.read(buffer, offset, length);
                if (read < 0) {
                    ended = true;
                    if (parts.hasNext()) {
                        throw fault("unexpected_part", "the form has more than one part");
                    }
                }
                return read;
            } catch (FileUploadException | MalformedStreamException | FileUploadIOException e) {
                throw malformed(e);
            }
        }
    }
}
