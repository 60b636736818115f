package paypal

import (
	"net/http"

	"github.com/forecourt/forecourt/twin/gateway"
)

// route is one line of the API.
type route struct {
	gateway.Call
	serve  func(*call) (reply, *apiError)
	raw    func(*call, http.ResponseWriter, *http.Request) // in place of serve: no JSON, or no access token
	public bool                                            // needs no access token
	plain  bool                                            // knows no PayPal-Request-Id, and no PayPal-Mock-Response
}

var routes []route

func init() {
	post := func(path, doc string, serve func(*call) (reply, *apiError)) route {
		return route{Call: gateway.Call{Method: http.MethodPost, Path: path, Doc: doc}, serve: serve}
	}
	of := func(method, path, doc string, serve func(*call) (reply, *apiError)) route {
		return route{Call: gateway.Call{Method: method, Path: path, Doc: doc}, serve: serve, plain: true}
	}
	raw := func(method, path, doc string, serve func(*call, http.ResponseWriter, *http.Request)) route {
		return route{Call: gateway.Call{Method: method, Path: path, Doc: doc}, raw: serve, public: true, plain: true}
	}
	const (
		get, patch, del = http.MethodGet, http.MethodPatch, http.MethodDelete
		hooks           = "/v1/notifications/webhooks"
	)
	routes = []route{
		raw(http.MethodPost, "/v1/oauth2/token", "an access token for a client and its secret", (*call).issueToken),
		post("/v2/checkout/orders", "an order; with a card or a vaulted source it is paid at once", (*call).createOrder),
		of(get, "/v2/checkout/orders/{id}", "an order", (*call).getOrder),
		of(patch, "/v2/checkout/orders/{id}", "changes an order that is not completed", (*call).patchOrder),
		post("/v2/checkout/orders/{id}/authorize", "holds the money of an order", (*call).authoriseOrder),
		post("/v2/checkout/orders/{id}/capture", "takes the money of an order", (*call).captureOrder),
		of(get, "/v2/payments/authorizations/{id}", "an authorisation", (*call).getAuthorisation),
		post("/v2/payments/authorizations/{id}/capture", "takes money that is held, in parts or finally", (*call).captureAuthorisation),
		post("/v2/payments/authorizations/{id}/void", "gives back what is held", (*call).void),
		post("/v2/payments/authorizations/{id}/reauthorize", "holds again, for another honour period", (*call).reauthorise),
		of(get, "/v2/payments/captures/{id}", "a capture", (*call).getCapture),
		post("/v2/payments/captures/{id}/refund", "gives back what was taken", (*call).createRefund),
		of(get, "/v2/payments/refunds/{id}", "a refund", (*call).getRefund),
		post("/v3/vault/payment-tokens", "a name for a card, or for what a reader got of one", (*call).createCard),
		of(get, "/v3/vault/payment-tokens/{id}", "what may be shown of it", (*call).getCard),
		of(del, "/v3/vault/payment-tokens/{id}", "forgets it", (*call).deleteCard),
		of(http.MethodPost, hooks, "a webhook for some event types, or all", (*call).createWebhook),
		of(get, hooks, "the webhooks", (*call).listWebhooks),
		of(get, hooks+"/{id}", "a webhook", (*call).getWebhook),
		of(patch, hooks+"/{id}", "changes its URL or its event types", (*call).patchWebhook),
		of(del, hooks+"/{id}", "forgets it, with what it is still owed", (*call).deleteWebhook),
		of(get, hooks+"-event-types", "the event types", (*call).listEventTypes),
		of(get, hooks+"-events", "the events, newest first", (*call).listEvents),
		of(get, hooks+"-events/{id}", "an event", (*call).getEvent),
		of(http.MethodPost, hooks+"-events/{id}/resend", "tells an event again", (*call).resendEvent),
		of(http.MethodPost, "/v1/notifications/verify-webhook-signature", "says whether a callback is ours", (*call).verifySignature),
		raw(get, certificatePath, "the certificate that callbacks are signed with", (*call).showCertificate),
		raw(get, approvalPath, "the page at which a payer approves (the twin's own)", (*call).showApproval),
		raw(http.MethodPost, approvalPath, "a payer approves or cancels (the twin's own)", (*call).takeApproval),
	}
}

// missingCalls are those of PayPal's that a fuel site might look for and that are not served.
var missingCalls = []gateway.Call{
	{Method: "POST", Path: "/v2/checkout/orders/{id}/confirm-payment-source", Doc: "names the payer's means before he approves",
		Missing: "give the source when the order is made, or when it is authorised"},
	{Method: "POST", Path: "/v2/checkout/orders/{id}/track", Doc: "a parcel's number", Missing: "fuel is not sent by post"},
	{Method: "POST", Path: "/v3/vault/setup-tokens", Doc: "a card that is not vaulted yet", Missing: "vault it at once"},
	{Method: "GET", Path: "/v1/reporting/transactions", Doc: "a search over everything", Missing: "order management has the reports"},
	{Method: "POST", Path: "/v1/notifications/simulate-event", Doc: "an event about nothing", Missing: "make it happen"},
	{Method: "GET", Path: "/v1/customer/disputes", Doc: "disputes", Missing: "nobody disputes here"},
}

// Calls lists the calls of the API, served or not.
func Calls() (all []gateway.Call) {
	for _, r := range routes {
		all = append(all, r.Call)
	}
	return append(all, missingCalls...)
}

// match finds the route of a request; its status is 200, 404 or 405.
func match(method, path string) (route, string, int) {
	status := http.StatusNotFound
	for _, r := range routes {
		id, ok := r.Match(path)
		if !ok {
			continue
		}
		if r.Method == method {
			return r, id, http.StatusOK
		}
		status = http.StatusMethodNotAllowed
	}
	return route{}, "", status
}
