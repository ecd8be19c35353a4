/// Pages of webhooks to the customer's systems: where events go, and what became of each.
@NullMarked
package dev.crier.studio.webhooks;

import org.jspecify.annotations.NullMarked;
