package dev.perennial.app.management;

import java.util.List;

/** A list, as an answer's body. */
record Items<T>(List<T> items) {}
