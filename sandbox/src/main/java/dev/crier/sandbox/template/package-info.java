/**
 * Message templates: the rules of creation, the store, the review and the life cycle webhooks.
 */
@NullMarked
package dev.crier.sandbox.template;

import org.jspecify.annotations.NullMarked;
