package stripe

import "github.com/forecourt/forecourt/twin/gateway"

// route is one line of the API.
type route struct {
	gateway.Call
	params *params
	serve  func(*call) (any, *apiError)
}

func routed(method, path, doc string, params *params, serve func(*call) (any, *apiError)) route {
	return route{gateway.Call{Method: method, Path: path, Doc: doc}, params, serve}
}

var routes = []route{
	routed("POST", "/v1/payment_intents", "a payment; with confirm=true it is asked for at once", createParams, (*call).create),
	routed("GET", "/v1/payment_intents", "the payments, newest first", intentsParams, (*call).list),
	routed("GET", "/v1/payment_intents/{id}", "a payment", retrieveParams, (*call).retrieve),
	routed("POST", "/v1/payment_intents/{id}", "changes it before it is confirmed, metadata always", updateParams, (*call).change),
	routed("POST", "/v1/payment_intents/{id}/confirm", "asks for the money", confirmParams, (*call).confirm),
	routed("POST", "/v1/payment_intents/{id}/capture", "takes money that is held", captureParams, (*call).capture),
	routed("POST", "/v1/payment_intents/{id}/cancel", "gives back what is held", cancelParams, (*call).cancel),
	routed("POST", "/v1/payment_methods", "a name for a card, or for what a reader got of one", methodParams, (*call).createMethod),
	routed("GET", "/v1/payment_methods/{id}", "what may be shown of it", retrieveParams, (*call).retrieveMethod),
	routed("POST", "/v1/refunds", "gives back what was taken", refundParams, (*call).createRefund),
	routed("GET", "/v1/refunds/{id}", "a refund", retrieveParams, (*call).retrieveRefund),
	routed("GET", "/v1/refunds", "the refunds, newest first", refundsParams, (*call).listRefunds),
	routed("GET", "/v1/charges/{id}", "one time that the issuer was asked", retrieveParams, (*call).retrieveCharge),
	routed("GET", "/v1/charges", "all the times, newest first", chargesParams, (*call).listCharges),
	routed("GET", "/v1/events", "what has happened, newest first", eventsParams, (*call).listEvents),
	routed("GET", "/v1/events/{id}", "one thing that has happened", retrieveParams, (*call).retrieveEvent),
	routed("POST", "/v1/webhook_endpoints", "has somebody told what happens; the answer has the secret", endpointParams, (*call).createEndpoint),
	routed("GET", "/v1/webhook_endpoints", "who is told, the newest first", listParams, (*call).listEndpoints),
	routed("GET", "/v1/webhook_endpoints/{id}", "one who is told", retrieveParams, (*call).retrieveEndpoint),
	routed("POST", "/v1/webhook_endpoints/{id}", "changes or disables it", reendpointParams, (*call).updateEndpoint),
	routed("POST", "/v1/webhook_endpoints/{id}/roll_secret", "a new secret, ours: the old one signs too for expires_in s", rollParams, (*call).rollSecret),
	routed("DELETE", "/v1/webhook_endpoints/{id}", "tells it no more", retrieveParams, (*call).deleteEndpoint),
	routed("POST", "/v1/payment_intents/{id}/increment_authorization", "holds more: the new total", incrementParams, (*call).increment),
}

// missingCalls are those of Stripe's that a fuel site might look for and that are not served.
var missingCalls = []gateway.Call{
	{Method: "POST", Path: "/v1/terminal/readers/{id}/process_payment_intent", Doc: "a reader's part", Missing: "terminals talk to the till"},
	{Method: "POST", Path: "/v1/customers", Doc: "customers", Missing: "order management has them"},
	{Method: "GET", Path: "/v1/disputes", Doc: "disputes", Missing: "nobody disputes here"},
}

// Calls lists the calls of the API, served or not.
func Calls() (all []gateway.Call) {
	for _, r := range routes {
		all = append(all, r.Call)
	}
	return append(all, missingCalls...)
}

func match(method, path string) (route, string, bool) {
	for _, r := range routes {
		if id, ok := r.Match(path); ok && r.Method == method {
			return r, id, true
		}
	}
	return route{}, "", false
}
