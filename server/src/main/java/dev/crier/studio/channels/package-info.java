/// Pages of a bot's channels: its REST API with the keys, and its WhatsApp number.
@NullMarked
package dev.crier.studio.channels;

import org.jspecify.annotations.NullMarked;
