/// Pages, tested as people use them: real Chromium on a real server.
@NullMarked
package dev.crier.browser;

import org.jspecify.annotations.NullMarked;
