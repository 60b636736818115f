package cli_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plutov/paypal/v4"
)

// heardCall is a callback as somebody's server gets it.
type heardCall struct {
	header http.Header
	body   []byte
}

// shop is a server in the world that the gateway calls back.
func shop(t *testing.T) (*httptest.Server, chan heardCall) {
	calls := make(chan heardCall, 10)
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		calls <- heardCall{r.Header.Clone(), body}
	}))
	t.Cleanup(s.Close)
	return s, calls
}

// TestPlutovPaysAtTheGatewaysAddress: the library is not changed, and speaks over a real socket.
func TestPlutovPaysAtTheGatewaysAddress(t *testing.T) {
	t.Parallel()
	server, calls := shop(t)
	file := filepath.Join(t.TempDir(), "paid.forecourt")
	w := startTwin(t, "--manner", "paypal", "--callback", strings.TrimPrefix(server.URL, "http://"), "--record", file)
	ctx := context.Background()
	c, err := paypal.NewClient("a-shop", "test_secret", w.at["gateway http"])
	if err != nil {
		t.Fatal(err)
	}
	c.SetReturnRepresentation()
	hook, err := c.CreateWebhook(ctx, &paypal.CreateWebhookRequest{
		URL: server.URL + "/hook", EventTypes: []paypal.WebhookEventType{{Name: "PAYMENT.CAPTURE.COMPLETED"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	unit := []paypal.PurchaseUnitRequest{{Amount: &paypal.PurchaseUnitAmount{Currency: "EUR", Value: "50.00"}}}
	order, err := c.CreateOrder(ctx, paypal.OrderIntentAuthorize, unit, nil, nil)
	if err != nil || order.Status != "CREATED" {
		t.Fatalf("%+v, %v", order, err)
	}
	answer, err := http.PostForm(w.at["gateway http"]+"/checkoutnow", url.Values{"token": {order.ID}, "payer": {"payer-verified"}, "action": {"approve"}})
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%+v, %v", answer, err)
	}
	_ = answer.Body.Close()
	if _, err := c.AuthorizeOrder(ctx, order.ID, paypal.AuthorizeOrderRequest{}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Units []struct {
			Payments struct {
				Authorisations []paypal.Authorization `json:"authorizations"`
			}
		} `json:"purchase_units"`
	}
	r, err := c.NewRequest(ctx, http.MethodGet, c.APIBase+"/v2/checkout/orders/"+order.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.SendWithAuth(r, &got); err != nil || len(got.Units) != 1 || len(got.Units[0].Payments.Authorisations) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	capture := &paypal.PaymentCaptureRequest{Amount: &paypal.Money{Currency: "EUR", Value: "35.87"}, FinalCapture: true}
	taken, err := c.CaptureAuthorization(ctx, got.Units[0].Payments.Authorisations[0].ID, capture)
	if err != nil || taken.Status != "COMPLETED" {
		t.Fatalf("%+v, %v", taken, err)
	}
	calledBack(t, c, hook.ID, calls)
	if s := w.get("/state"); !strings.Contains(s, `"gateway":{"captured":"35.87 EUR"}`) {
		t.Errorf("the state: %s", s)
	}
	w.stop()
	if code, out, errs := replay(t, file); code != 0 {
		t.Errorf("the recording does not play: %d\n%s%s", code, out, errs)
	}
}

func calledBack(t *testing.T, c *paypal.Client, hook string, calls chan heardCall) {
	t.Helper()
	select {
	case h := <-calls:
		r, _ := http.NewRequest(http.MethodPost, "http://shop/hook", bytes.NewReader(h.body))
		r.Header = h.header
		v, err := c.VerifyWebhookSignature(context.Background(), r, hook)
		if err != nil || v.VerificationStatus != "SUCCESS" || !bytes.Contains(h.body, []byte(`"35.87"`)) {
			t.Errorf("%+v, %v: %s", v, err, h.body)
		}
	case <-time.After(patience):
		t.Error("nobody calls back")
	}
}

func TestTheMannerIsRefusedByName(t *testing.T) {
	for args, want := range map[string]string{
		"--manner paypall":      "--manner is stripe or paypal",
		"--callback http://a/b": "--callback is a host and a port",
	} {
		cmd := command(t, append([]string{"twin"}, strings.Split(args, " ")...)...)
		out, _ := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != 2 || !strings.Contains(string(out), want) {
			t.Errorf("%s: %d %s", args, cmd.ProcessState.ExitCode(), out)
		}
	}
}
