package paypal

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	_ "embed" // the key and the certificate
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"hash/crc32"
	"net/http"
	"strings"

	"github.com/forecourt/forecourt/twin/clock"
)

// The key signs callbacks of twins, and nothing else: everybody has it.
var (
	//go:embed test-key.pem
	keyPEM []byte
	//go:embed test-cert.pem
	certificatePEM []byte

	signingKey = parseKey()
)

const (
	certificatePath = "/v1/notifications/certs/{id}"
	certificateID   = "CERT-FORECOURT-TEST-1"
	algorithm       = "SHA256withRSA"
)

func parseKey() *rsa.PrivateKey {
	block, _ := pem.Decode(keyPEM)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		panic("gateway: the test key does not read: " + err.Error())
	}
	return key.(*rsa.PrivateKey)
}

// signed is what a signature is over: transmission id, time, webhook and check sum of the body, with bars between (K).
func signed(transmission, at, webhook string, body []byte) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s|%s|%s|%d", transmission, at, webhook, crc32.ChecksumIEEE(body)))
	return sum[:]
}

// sign puts the five headers on a callback.
func sign(h http.Header, w *webhook, transmission string, now clock.Instant, body []byte) {
	at := stamp(now)
	signature, err := rsa.SignPKCS1v15(nil, signingKey, crypto.SHA256, signed(transmission, at, w.ID, body))
	if err != nil {
		panic("gateway: the test key does not sign: " + err.Error())
	}
	h.Set("Paypal-Transmission-Id", transmission)
	h.Set("Paypal-Transmission-Time", at)
	h.Set("Paypal-Transmission-Sig", base64.StdEncoding.EncodeToString(signature))
	h.Set("Paypal-Cert-Url", w.Base+strings.Replace(certificatePath, "{id}", certificateID, 1))
	h.Set("Paypal-Auth-Algo", algorithm)
}

// verifyInput is what the receiver of a callback asks about.
type verifyInput struct {
	Algorithm    string          `json:"auth_algo"`
	Certificate  string          `json:"cert_url"`
	Transmission string          `json:"transmission_id"`
	Signature    string          `json:"transmission_sig"`
	Time         string          `json:"transmission_time"`
	Webhook      string          `json:"webhook_id"`
	Event        json.RawMessage `json:"webhook_event"`
}

// verifySignature says whether a callback is ours and unchanged. It does not say that it is new: a receiver looks at the
// event's id and at the time for that.
func (c *call) verifySignature() (reply, *apiError) {
	var in verifyInput
	if e := c.decode(&in); e != nil {
		return reply{}, e
	}
	for _, x := range []struct{ field, value string }{
		{"auth_algo", in.Algorithm}, {"cert_url", in.Certificate}, {"transmission_id", in.Transmission}, {"transmission_sig", in.Signature},
		{"transmission_time", in.Time}, {"webhook_id", in.Webhook}, {"webhook_event", string(in.Event)},
	} {
		if x.value == "" {
			return reply{}, missing("/" + x.field)
		}
	}
	status := "FAILURE"
	if w := c.g.webhooks[in.Webhook]; w != nil && in.genuine() {
		status = "SUCCESS"
	}
	return reply{http.StatusOK, map[string]string{"verification_status": status}}, nil
}

// genuine takes the event as it came, and as a client that parsed it and wrote it again without changing the order.
func (in verifyInput) genuine() bool {
	signature, err := base64.StdEncoding.DecodeString(in.Signature)
	if err != nil || in.Algorithm != algorithm || !strings.HasSuffix(in.Certificate, "/"+certificateID) {
		return false
	}
	again, err := json.Marshal(in.Event)
	if err != nil {
		return false
	}
	for _, body := range [][]byte{in.Event, again} {
		if rsa.VerifyPKCS1v15(&signingKey.PublicKey, crypto.SHA256, signed(in.Transmission, in.Time, in.Webhook, body), signature) == nil {
			return true
		}
	}
	return false
}

// showCertificate serves the certificate to receivers who verify for themselves.
func (c *call) showCertificate(w http.ResponseWriter, _ *http.Request) {
	if c.id != certificateID {
		c.refuse(w, unfound())
		return
	}
	w.Header().Set("Content-Type", "application/x-pem-file")
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(certificatePEM)
}
