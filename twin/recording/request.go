package recording

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/wire"
)

// unkept are headers that belong to the connection or to the client's make, and that no party looks at.
var unkept = map[string]bool{
	"Accept-Encoding": true, "Connection": true, "Content-Length": true, "Cookie": true, "Expect": true, "Keep-Alive": true,
	"Proxy-Authorization": true, "Proxy-Connection": true, "Te": true, "Trailer": true, "Transfer-Encoding": true, "Upgrade": true,
	"User-Agent": true, "X-Stripe-Client-Telemetry": true, "X-Stripe-Client-User-Agent": true,
}

// EncodeRequest writes a request as HTTP/1.1 does, with the headers that matter.
func EncodeRequest(r *http.Request, body []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\n", r.Method, r.URL.RequestURI(), r.Host)
	writeHeader(&b, r.Header)
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n", len(body))
	b.Write(body)
	return b.Bytes()
}

func writeHeader(b *bytes.Buffer, h http.Header) {
	var names []string
	for name := range h {
		if !unkept[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		for _, v := range h[name] {
			fmt.Fprintf(b, "%s: %s\r\n", name, v)
		}
	}
}

// DecodeRequest reads what EncodeRequest wrote.
func DecodeRequest(raw []byte) (r *http.Request, body []byte, err error) {
	in := bufio.NewReader(bytes.NewReader(raw))
	if r, err = http.ReadRequest(in); err != nil {
		return nil, nil, fmt.Errorf("a request: %w", err)
	}
	if body, err = io.ReadAll(r.Body); err != nil {
		return nil, nil, fmt.Errorf("a request's body: %w", err)
	}
	if _, err := in.ReadByte(); err != io.EOF {
		return nil, nil, fmt.Errorf("a request has more bytes than it says")
	}
	r.RemoteAddr, r.Body = "", http.NoBody
	return r, body, nil
}

// EncodeAnswer writes an answer as HTTP/1.1 does.
func EncodeAnswer(status int, h http.Header, body []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", status, http.StatusText(status))
	writeHeader(&b, h)
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n", len(body))
	b.Write(body)
	return b.Bytes()
}

// DecodeAnswer reads what EncodeAnswer wrote.
func DecodeAnswer(raw []byte) (status int, h http.Header, body []byte, err error) {
	in := bufio.NewReader(bytes.NewReader(raw))
	a, err := http.ReadResponse(in, nil)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("an answer: %w", err)
	}
	if body, err = io.ReadAll(a.Body); err != nil {
		return 0, nil, nil, fmt.Errorf("an answer's body: %w", err)
	}
	return a.StatusCode, a.Header, body, nil
}

var (
	// codes of cards and tracks, in forms and in JSON
	secretField = regexp.MustCompile(`(?i)\b(?:cvc|cvv2?|cvc2|security_?code|track_?[12]?_?(?:data)?|emv_?data|pin_?block)(?:\]|%5D)?"?\s*[=:]\s*"?([^&",}\s]+)`)
	tokenField  = regexp.MustCompile(`(?i)"(?:access_token|client_secret)"\s*:\s*"([^"]+)"`)
	tokenCall   = regexp.MustCompile(`^POST /v1/oauth2/token[ ?]`)
	credential  = regexp.MustCompile(`(?i)\r\nAuthorization: (bearer|basic) +(\S+)`)
)

// RequestSecrets finds what of a request or an answer is never written, beside card numbers: the codes of cards, and keys
// that are no test keys.
func RequestSecrets(b []byte) (spans []wire.Span) {
	for _, m := range secretField.FindAllSubmatchIndex(b, -1) {
		spans = append(spans, wire.Span{From: m[2], To: m[3]})
	}
	for _, m := range tokenField.FindAllSubmatchIndex(b, -1) {
		if !isTestKey(string(b[m[2]:m[3]])) {
			spans = append(spans, wire.Span{From: m[2], To: m[3]})
		}
	}
	for _, m := range credential.FindAllSubmatchIndex(b, -1) {
		scheme, value := strings.ToLower(string(b[m[2]:m[3]])), string(b[m[4]:m[5]])
		if plain, err := base64.StdEncoding.DecodeString(value); scheme == "basic" && err == nil {
			value = string(plain)
		}
		switch {
		case scheme == "bearer" && !isTestKey(value), strings.HasPrefix(value, "sk_live_"), strings.HasPrefix(value, "rk_live_"),
			scheme == "basic" && tokenCall.Match(b) && !isTestClient(value):
			spans = append(spans, wire.Span{From: m[4], To: m[5]})
		}
	}
	return spans
}

// isTestKey says that a key, or an access token, is of a twin's gateway and nobody's money.
func isTestKey(value string) bool {
	return strings.HasPrefix(value, "sk_test_") || strings.HasPrefix(value, "A21AAtest")
}

// isTestClient says that a client's name comes with a secret that says it is for tests.
func isTestClient(value string) bool {
	_, secret, _ := strings.Cut(value, ":")
	return strings.HasPrefix(secret, "test_")
}
