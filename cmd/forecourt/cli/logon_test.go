package cli_test

import (
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/coder/websocket"
	"github.com/icholy/digest"
)

const (
	askStatus  = `{"Protocol":"jsonPTS","Packets":[{"Id":1,"Type":"PumpGetStatus","Data":{"Pump":1}}]}`
	askPrices  = `{"Protocol":"jsonPTS","Packets":[{"Id":2,"Type":"PumpGetPrices","Data":{"Pump":1}}]}`
	guardedPTS = `{ scheme: either, user: till, password: "p w" }`
)

func TestAnotherPOSLogsOnByDigestAndByBasic(t *testing.T) {
	t.Parallel()
	w := startTwin(t, "--outside", "pos", "--site", withPTS(t, guardedPTS))
	at := w.at["controller http"] + "/jsonPTS"
	for what, client := range map[string]http.RoundTripper{
		"digest": &digest.Transport{Username: "till", Password: "p w"}, "basic": basic{"till", "p w"},
		"a wrong digest": &digest.Transport{Username: "till", Password: "pw"}, "a wrong basic": basic{"till", "pw"},
	} {
		res, err := (&http.Client{Transport: client}).Post(at, "application/json", strings.NewReader(askStatus))
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if wrong := strings.Contains(what, "wrong"); wrong != (res.StatusCode == http.StatusUnauthorized) || wrong == strings.Contains(string(b), `"Type":"Pump`) {
			t.Errorf("%s is answered %d %s", what, res.StatusCode, b)
		}
	}
	curl(t, at)
	w.stop()
}

type basic struct{ user, password string }

func (b basic) RoundTrip(q *http.Request) (*http.Response, error) {
	q = q.Clone(q.Context())
	q.SetBasicAuth(b.user, b.password)
	return http.DefaultTransport.RoundTrip(q)
}

// curl logs on with the stock program, in both ways.
func curl(t *testing.T, at string) {
	t.Helper()
	program, err := exec.LookPath("curl")
	if err != nil {
		if os.Getenv("FORECOURT_REQUIRE") == "all" {
			t.Fatal("curl is required: apt-get install curl")
		}
		t.Log("no curl here: apt-get install curl")
		return
	}
	for _, scheme := range []string{"--digest", "--basic", "--anyauth"} {
		for password, want := range map[string]string{"p w": "200", "guess": "401"} {
			cmd := exec.Command(program, "--silent", "--show-error", "--noproxy", "*", scheme, "--user", "till:"+password, "--data", askStatus,
				"--header", "Content-Type: application/json", "--write-out", " %{http_code}", at)
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.HasSuffix(string(out), " "+want) || want == "200" && !strings.Contains(string(out), `"Type":"Pump`) {
				t.Errorf("curl %s with password %q: %v\n%s", scheme, password, err, out)
			}
		}
	}
}

func TestAnotherPOSTalksOverAWebSocket(t *testing.T) {
	t.Parallel()
	w := startTwin(t, "--outside", "pos", "--site", withPTS(t, guardedPTS))
	at := strings.Replace(w.at["controller http"], "http://", "ws://", 1) + "/jsonPTS"
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if _, res, err := websocket.Dial(ctx, at, nil); err == nil || res == nil || res.StatusCode != http.StatusUnauthorized || len(res.Header.Values("WWW-Authenticate")) != 3 {
		t.Errorf("a stranger: %v, %v", res, err)
	}
	for what, client := range map[string]http.RoundTripper{"digest": &digest.Transport{Username: "till", Password: "p w"}, "basic": basic{"till", "p w"}} {
		c, _, err := websocket.Dial(ctx, at, &websocket.DialOptions{HTTPClient: &http.Client{Transport: client}})
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		for _, x := range []struct{ ask, want string }{
			{askStatus, `{"Protocol":"jsonPTS","Packets":[{"Id":1,"Type":"Pump`}, {askPrices, `{"Id":2,"Type":"PumpGetPrices","Message":"OK"}`},
			{askStatus, `"Type":"PumpPrices","Data":{"Pump":1,"Prices":[1.799,1.859]`}, {"nonsense", `"Error":true,"Code":2`}, {askStatus, `"Id":1,"Type":"Pump`},
		} {
			if err := c.Write(ctx, websocket.MessageText, []byte(x.ask)); err != nil {
				t.Fatal(err)
			}
			if _, got, err := c.Read(ctx); err != nil || !strings.Contains(string(got), x.want) {
				t.Errorf("%s: %s is answered %s, %v", what, x.ask, got, err)
			}
		}
		if err := c.Close(websocket.StatusNormalClosure, ""); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	c, _, err := websocket.Dial(ctx, at, &websocket.DialOptions{HTTPClient: &http.Client{Transport: basic{"till", "p w"}}})
	if err != nil {
		t.Fatal(err)
	}
	w.mustAct("power-off: { role: desk }")
	if res, err := (&http.Client{Transport: basic{"till", "p w"}}).Post(w.at["controller http"]+"/jsonPTS", "application/json", strings.NewReader(askStatus)); err == nil {
		t.Errorf("a controller without power answers %d", res.StatusCode)
	}
	w.mustAct("power-on: { role: desk }")
	if _, b, err := c.Read(ctx); err == nil || ctx.Err() != nil { // nothing was asked: the connection is broken
		t.Errorf("after a power cut of the controller: %s, %v", b, err)
	}
	w.stop()
}
