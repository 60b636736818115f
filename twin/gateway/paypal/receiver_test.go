package paypal

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/loop"
)

// receiver takes callbacks, after a script.
type receiver struct {
	refuses int // answers 500 to the next n
	heard   []heardCallback
}

type heardCallback struct {
	header http.Header
	body   []byte
	event  struct {
		ID       string
		Type     string `json:"event_type"`
		Resource struct{ ID, Status string }
	}
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	b, _ := io.ReadAll(q.Body)
	h := heardCallback{header: q.Header.Clone(), body: b}
	_ = json.Unmarshal(b, &h.event)
	r.heard = append(r.heard, h)
	if r.refuses > 0 {
		r.refuses--
		w.WriteHeader(http.StatusInternalServerError)
	}
}

// hooked is a bench with somebody who listens to callbacks.
func hooked(t *testing.T) (*bench, *receiver) {
	b, r := newBench(t, Config{}, loop.Options{Seed: 1}), &receiver{}
	b.Loop.Serve("shop", posRole, 10*time.Millisecond, r, nil)
	return b, r
}

// verified goes through the library's verification call, and finds that a changed body, webhook or signature fails it.
func (c *client4) verified(webhook string, h heardCallback) {
	c.t.Helper()
	ask := func(webhook string, body []byte, change func(http.Header)) string {
		r, _ := http.NewRequest(http.MethodPost, "http://shop/hook", bytes.NewReader(body))
		r.Header = h.header.Clone()
		change(r.Header)
		v, err := c.VerifyWebhookSignature(c.ctx, r, webhook)
		if err != nil {
			c.t.Error(err)
			return ""
		}
		return v.VerificationStatus
	}
	same := func(http.Header) {}
	if got := ask(webhook, h.body, same); got != "SUCCESS" {
		c.t.Errorf("%s: %s", h.event.Type, got)
	}
	changed := bytes.Replace(h.body, []byte(`"value":"100.00"`), []byte(`"value":"900.00"`), 1)
	if bytes.Equal(changed, h.body) {
		changed = bytes.Replace(h.body, []byte(`"1.0"`), []byte(`"1.1"`), 1)
	}
	for name, got := range map[string]string{
		"body": ask(webhook, changed, same), "webhook": ask("OTHER", h.body, same),
		"time":        ask(webhook, h.body, func(x http.Header) { x.Set("Paypal-Transmission-Time", "2026-01-06T00:00:00Z") }),
		"id":          ask(webhook, h.body, func(x http.Header) { x.Set("Paypal-Transmission-Id", "OTHER") }),
		"signature":   ask(webhook, h.body, func(x http.Header) { x.Set("Paypal-Transmission-Sig", "AAAA") }),
		"certificate": ask(webhook, h.body, func(x http.Header) { x.Set("Paypal-Cert-Url", "http://evil.test/cert") }),
	} {
		if got != "FAILURE" {
			c.t.Errorf("a changed %s: %q", name, got)
		}
	}
}

// certified is a receiver that verifies for itself, by the certificate.
func certified(t *testing.T, c *client4, webhook string, h heardCallback) {
	t.Helper()
	r, _ := http.NewRequestWithContext(c.ctx, http.MethodGet, h.header.Get("PAYPAL-CERT-URL"), nil)
	a, err := c.Client.Client.Transport.RoundTrip(r)
	if err != nil {
		t.Error(err)
		return
	}
	text, _ := io.ReadAll(a.Body)
	block, _ := pem.Decode(text)
	if block == nil {
		t.Errorf("no certificate: %s", text)
		return
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil || c.f.Now().Time().Before(cert.NotBefore) || c.f.Now().Time().After(cert.NotAfter) {
		t.Errorf("%v, %v", cert, err)
		return
	}
	over := fmt.Sprintf("%s|%s|%s|%d", h.header.Get("Paypal-Transmission-Id"), h.header.Get("Paypal-Transmission-Time"), webhook, crc32.ChecksumIEEE(h.body))
	sum := sha256.Sum256([]byte(over))
	signature, _ := base64.StdEncoding.DecodeString(h.header.Get("Paypal-Transmission-Sig"))
	if err := rsa.VerifyPKCS1v15(cert.PublicKey.(*rsa.PublicKey), crypto.SHA256, sum[:], signature); err != nil || h.header.Get("Paypal-Auth-Algo") != "SHA256withRSA" {
		t.Errorf("%v", err)
	}
}
