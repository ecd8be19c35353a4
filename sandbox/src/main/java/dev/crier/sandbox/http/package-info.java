/**
 * The HTTP server: which call goes where, and how answers, rejections and hang-ups leave.
 */
@NullMarked
package dev.crier.sandbox.http;

import org.jspecify.annotations.NullMarked;
