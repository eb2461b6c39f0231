package dev.perennial.app.http;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The way of every request: route, read the body, take a place, authenticate, authorise, validate, handle, answer.
 *
 * <p>The place is taken after the body has arrived, so that slow senders hold connections but never places.
 */
final class Pipeline {

    private static final Principal ANONYMOUS = new Principal.Anonymous();
    private static final Problem OVERLOADED = Problems.OVERLOADED
            .problem("this node works on as many requests as it may")
            .retryAfter(1);

    private final Router router;
    private final Map<String, Handler> handlers;
    private final Authenticator authenticator;
    private final AccessGuard guard;
    private final Admission admission;
    private final RequestWatch watch;
    private final TrustedProxies proxies;
    private final Responses responses;
    private final Response overloaded;
    private final Response tooSlow;

    Pipeline(
            Contract contract,
            Map<String, Handler> handlers,
            Authenticator authenticator,
            TenantGate gate,
            Admission admission,
            RequestWatch watch,
            HttpSettings settings) {
        this.router = new Router(contract.operations());
        this.handlers = handlers;
        this.authenticator = authenticator;
        this.guard = new AccessGuard(gate);
        this.admission = admission;
        this.watch = watch;
        this.proxies = settings.trustedProxies();
        this.responses = new Responses(settings.tls());
        this.overloaded = responses.response(OVERLOADED, "");
        this.tooSlow = responses.response(
                Problems.OUTCOME_UNKNOWN.problem("the answer took too long").retryAfter(1), "");
    }

    /** What is answered to what is no request. */
    Response refusal(Problem problem) {
        return responses.response(problem, "");
    }

    /** What is answered instead of an answer that does not come in time. */
    Response tooSlow() {
        return tooSlow;
    }

    /** Never fails. Called on the thread of the request's connection, and does not keep it. */
    CompletionStage<Response> answer(IncomingRequest request) {
        if (admission.isFull()) {
            watch.unmatched(OVERLOADED.status());
            return request.body().discard().thenApply(_ -> overloaded);
        }
        RequestHead head = RequestHead.of(request, proxies);
        Router.Match match;
        try {
            match = route(request);
        } catch (ProblemException e) {
            watch.unmatched(e.problem().status());
            return request.body().discard().thenApply(_ -> responses.response(e.problem(), head.requestId()));
        }
        RequestWatch.Watched watched = watch.begin(match.operation(), head);
        RequestHead traced = head.traced(watched.trace());
        return received(request, match, traced, watched).handle((reply, failure) -> {
            Response response = failure == null
                    ? responses.response(reply, head.requestId())
                    : responses.response(problem(match, traced, failure), head.requestId());
            watched.answered(response.status());
            return response;
        });
    }

    private static Problem problem(Router.Match match, RequestHead head, Throwable failure) {
        int tenantAt = match.operation().pathIndex("tenant");
        return LogContext.of(
                match.operation(),
                head,
                tenantAt < 0 ? "" : match.values()[tenantAt],
                () -> Failures.problem(failure, head.requestId()));
    }

    private CompletionStage<Reply> received(
            IncomingRequest request, Router.Match match, RequestHead head, RequestWatch.Watched watched) {
        CompletionStage<byte[]> body;
        try {
            head.check();
            Negotiation.check(match.operation(), head.accept());
            body = Bodies.read(request, match.operation().body());
        } catch (ProblemException e) {
            return request.body().discard().thenCompose(_ -> CompletableFuture.failedStage(e));
        }
        return body.thenCompose(bytes -> placed(request, match, head, bytes, watched));
    }

    private Router.Match route(IncomingRequest request) {
        Router.Match match = router.match(request.method(), Percent.segments(request.path()));
        List<Parameter> parameters = match.operation().pathParameters();
        for (int i = 0; i < parameters.size(); i++) {
            parameters.get(i).check(match.values()[i]).ifPresent(error -> {
                throw Query.refuse(error);
            });
        }
        return match;
    }

    private CompletionStage<Reply> placed(
            IncomingRequest request, Router.Match match, RequestHead head, byte[] body, RequestWatch.Watched watched) {
        if (!admission.enter()) {
            return CompletableFuture.failedStage(OVERLOADED.exception());
        }
        return handled(request, match, head, body, watched).whenComplete((_, _) -> admission.leave());
    }

    private CompletionStage<Reply> handled(
            IncomingRequest request, Router.Match match, RequestHead head, byte[] body, RequestWatch.Watched watched) {
        Operation operation = match.operation();
        try {
            if (operation.keyRequired() && head.idempotencyKey().isEmpty()) {
                throw RequestHead.invalid("Idempotency-Key", "must be sent with this operation");
            }
            return authenticated(operation, head)
                    .thenCompose(principal -> guard.admit(match, principal).thenCompose(_ -> {
                        var query = Query.parse(request.query(), operation.queryParameters());
                        var call = new Call(
                                operation, values(match), query, principal, head, Bodies.mediaType(request), body);
                        watched.admitted(call);
                        return handler(operation).handle(call);
                    }));
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<Principal> authenticated(Operation operation, RequestHead head) {
        String authorization = head.authorization();
        return operation.access() instanceof Access.Public || authorization == null
                ? CompletableFuture.completedStage(ANONYMOUS)
                : authenticator.authenticate(authorization);
    }

    private static List<String> values(Router.Match match) {
        return Arrays.asList(match.values())
                .subList(0, match.operation().pathParameters().size());
    }

    private Handler handler(Operation operation) {
        Handler handler = handlers.get(operation.id());
        if (handler == null) {
            throw new IllegalStateException("the start lets no operation be without a handler: " + operation.id());
        }
        return handler;
    }
}
