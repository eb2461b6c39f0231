package dev.perennial.app.http;

/** Told of every request; called on the threads that serve them, so it never blocks and never fails. */
public interface RequestWatch {

    /** Nobody watches. */
    RequestWatch NONE = new Unwatched();

    /** A request to an operation begins. */
    Watched begin(Operation operation, RequestHead head);

    /** A request was answered that belongs to no operation. */
    void unmatched(int status);

    /** One request. */
    interface Watched {

        /** The W3C traceparent under which what it causes goes on. */
        String trace();

        /** It may do what it asks for. */
        void admitted(Call call);

        /** It was answered. */
        void answered(int status);
    }

    /** Tells nobody. */
    final class Unwatched implements RequestWatch {

        private record Silent(String trace) implements Watched {

            @Override
            public void admitted(Call call) {}

            @Override
            public void answered(int status) {}
        }

        private Unwatched() {}

        @Override
        public Watched begin(Operation operation, RequestHead head) {
            return new Silent(head.trace());
        }

        @Override
        public void unmatched(int status) {}
    }
}
