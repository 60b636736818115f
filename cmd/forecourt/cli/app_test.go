package cli_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// phone asks the site one thing as somebody's application does.
func (w *twin) phone(method, path, body string) (status int, got map[string]any) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.at["app http"]+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer app_test_anna")
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := json.Unmarshal(text, &got); err != nil {
		w.t.Fatalf("%s %s: %s", method, path, text)
	}
	return res.StatusCode, got
}

// TestSomebodysPhoneUnlocksAPoint pays for half a litre over a real socket, from the unlocking to the receipt.
func TestSomebodysPhoneUnlocksAPoint(t *testing.T) {
	t.Parallel()
	w := startTwin(t, "--site", "kiosk-mobile")
	code := forecourt.PointCode("kiosk-mobile", 1)
	unlock := `{"fuelling-point":1,"code":"` + code + `","amount":"40.00 EUR","payment-method":"pm_card_visa"}`
	if status, got := w.phone("POST", "/v1/sessions", strings.Replace(unlock, code, "none", 1)); status != http.StatusForbidden || got["detail"] == "" {
		t.Errorf("a wrong code is answered %d %v", status, got)
	}
	at := ""
	state := func(want string) func() bool {
		return func() bool { _, got := w.phone("GET", at, ""); return got["state"] == want }
	}
	w.until("the point is unlocked", func() bool { // in the pump's first second it is not: then the session is over, and the next begins
		status, session := w.phone("POST", "/v1/sessions", unlock)
		if status >= http.StatusBadRequest {
			return false
		}
		at = "/v1/sessions/" + session["id"].(string)
		return session["state"] == "unlocked"
	})
	w.mustAct(
		"lift-nozzle: { fuelling-point: 1, nozzle: 1 }", "await: { role: fuelling-point 1, event: started, within: 30 s }",
		"squeeze: { fuelling-point: 1, until: 0.50 L }", "await-volume: { fuelling-point: 1, reaches: 0.50 L, within: 60 s }",
		"hang-nozzle: { fuelling-point: 1 }")
	w.until("the sale is paid", state("receipt"))
	status, receipt := w.phone("GET", at+"/receipt", "")
	if text, _ := receipt["text"].(string); status != http.StatusOK || receipt["volume"] != "0.50 L" || !strings.Contains(text, "mobile: 0.90 EUR") {
		t.Errorf("the receipt is %d %v", status, receipt)
	}
	if status, _ := w.phone("DELETE", at, ""); status != http.StatusConflict {
		t.Errorf("a late cancel is answered %d", status)
	}
	w.stop()
}
