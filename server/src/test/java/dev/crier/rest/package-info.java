/// The API as a client sees it: a real server, a real database, plain HTTP.
@NullMarked
package dev.crier.rest;

import org.jspecify.annotations.NullMarked;
