package dev.perennial.app.http;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/** Answers what is not HTTP in the form of every other problem. Named in the server's settings, hence public. */
public final class UnparsableRequest extends ParsingErrorHandler {

    private final Responses responses = new Responses(false);

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo info, LoggingAdapter log, ServerSettings settings) {
        log.debug("unparsable request: {}", info.summary());
        Problem generic = Problems.MALFORMED_REQUEST.problem(status.reason());
        return responses.response(
                new Problem(
                        status.intValue(),
                        generic.code(),
                        generic.title(),
                        generic.detail(),
                        generic.errors(),
                        generic.members(),
                        0),
                "");
    }
}
