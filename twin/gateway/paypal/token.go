package paypal

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/replay"
)

// TokenPrefix is what every access token of a twin begins with: by it a recording knows that it is nobody's money.
const TokenPrefix = "A21AAtest"

// longest is as long as a client's name or secret may be. PayPal's own have 80 characters, and no business here.
const longest = 59

// tokenObject is the answer of the token call.
type tokenObject struct {
	Scope   string `json:"scope"`
	Token   string `json:"access_token"`
	Type    string `json:"token_type"`
	App     string `json:"app_id"`
	Expires int    `json:"expires_in"`
	Nonce   string `json:"nonce"`
}

// oauthError is how the token call refuses (RFC 6749, 5.2).
type oauthError struct {
	Code  string `json:"error"`
	Words string `json:"error_description"`
}

// issueToken hands out an access token. The secret that a client's name first comes with is its secret from then on.
func (c *call) issueToken(w http.ResponseWriter, r *http.Request) {
	refuse := func(status int, code, words string) {
		c.g.env.Tell(gateway.Refused{Status: status, Code: code})
		c.says(w, status, encode(status, oauthError{code, words}))
	}
	name, secret, ok := r.BasicAuth()
	switch {
	case !ok || name == "" || secret == "":
		refuse(http.StatusUnauthorized, "invalid_client", "The client's name and secret are missing: send them by HTTP Basic.")
		return
	case len(name) > longest || len(secret) > longest:
		refuse(http.StatusUnauthorized, "invalid_client", "This gateway takes test clients only: names and secrets of up to 59 characters.")
		return
	}
	hash := replay.Hash(name, secret)
	if known := c.g.clients[name]; known != nil && known.Secret != hash {
		refuse(http.StatusUnauthorized, "invalid_client", "The secret is not this client's.")
		return
	} else if known == nil {
		c.Clients = append(c.Clients, &client{ID: name, Secret: hash})
	}
	form, err := url.ParseQuery(string(c.body))
	switch grant := form.Get("grant_type"); {
	case err != nil || grant == "":
		refuse(http.StatusBadRequest, "invalid_request", "grant_type is missing.")
		return
	case grant != "client_credentials":
		refuse(http.StatusBadRequest, "unsupported_grant_type", "The only grant_type is client_credentials.")
		return
	}
	text := TokenPrefix + c.g.env.ID("")
	c.Tokens = append(c.Tokens, &token{Hash: replay.Hash(text), Client: name, Expires: c.now().Add(c.g.config.TokenFor)})
	c.g.finish(&c.update)
	c.says(w, http.StatusOK, encode(http.StatusOK, tokenObject{
		Scope: "https://uri.paypal.com/services/payments/payment/authcapture", Token: text, Type: "Bearer", App: "APP-TWIN",
		Expires: int(c.g.config.TokenFor.Seconds()), Nonce: stamp(c.now()),
	}))
}

// authenticate takes an access token that has not expired, or a client's name and secret.
func (c *call) authenticate(r *http.Request) *apiError {
	refused := plain(http.StatusUnauthorized)
	if name, secret, ok := r.BasicAuth(); ok {
		if known := c.g.clients[name]; known != nil && known.Secret == replay.Hash(name, secret) {
			return nil
		}
		return refused
	}
	text, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return refused
	}
	if t := c.g.tokens[replay.Hash(text)]; t == nil || t.Expires <= c.now() {
		return refused
	}
	return nil
}
