package cli_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
)

// receiver is somebody else's server for uploads: it stores what it has not seen, and answers what it can.
type receiver struct {
	mu     sync.Mutex
	broken int // so many requests are stored and not answered
	sales  map[string]map[string]any
	kinds  map[string]int
	heard  []string
	wrong  []string
}

func newReceiver(t *testing.T, broken int) (*receiver, string) {
	t.Helper()
	r := &receiver{broken: broken, sales: map[string]map[string]any{}, kinds: map[string]int{}}
	s := httptest.NewServer(r)
	t.Cleanup(s.Close)
	return r, strings.Replace(s.URL, "http://", "http://box:pw@", 1) + "/web/transaction"
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	b, _ := io.ReadAll(q.Body)
	var body struct {
		Protocol, PtsId string
		Packets         []struct {
			Id   int
			Type string
			Data map[string]any
		}
	}
	user, password, _ := q.BasicAuth()
	if err := json.Unmarshal(b, &body); err != nil || body.Protocol != "jsonPTS" || len(body.PtsId) != 24 || len(body.Packets) != 1 ||
		q.Method != http.MethodPost || q.URL.Path != "/web/transaction" || user != "box" || password != "pw" {
		r.wrong = append(r.wrong, fmt.Sprintf("%s %s %s %s, %v", q.Method, q.URL, user, b, err))
	}
	p := body.Packets[0]
	r.kinds[p.Type]++
	r.heard = append(r.heard, string(b))
	if p.Type == "UploadPumpTransaction" {
		r.sales[fmt.Sprint(p.Data["Pump"], p.Data["Nozzle"], p.Data["Transaction"], p.Data["DateTime"])] = p.Data
		if r.broken > 0 {
			r.broken--
			panic(http.ErrAbortHandler)
		}
	}
	_, _ = fmt.Fprintf(w, `{"Protocol":"jsonPTS","Packets":[{"Id":%d,"Type":%q,"Message":"OK"}]}`, p.Id, p.Type)
}

func (r *receiver) has(sales int, kinds ...string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, k := range kinds {
		if r.kinds[k] == 0 {
			return false
		}
	}
	return len(r.sales) >= sales
}

func (w *twin) sellHalfALitre() {
	w.t.Helper()
	w.until("the pump is released", func() bool { // not in its first second
		answer, _ := w.jsonPTS("PumpAuthorize", map[string]any{"Pump": 1, "Nozzle": 1, "Type": "Volume", "Dose": 0.5})
		return answer == "PumpAuthorizeConfirmation"
	})
	w.mustAct(
		"lift-nozzle: { fuelling-point: 1, nozzle: 1 }", "await: { role: fuelling-point 1, event: started, within: 30 s }",
		"squeeze: { fuelling-point: 1 }", "await: { role: fuelling-point 1, event: limit-reached, within: 60 s }",
		"hang-nozzle: { fuelling-point: 1 }", "await: { role: controller, event: sale-finished, within: 30 s }")
}

func TestTheControllerUploadsItsSales(t *testing.T) {
	t.Parallel()
	server, address := newReceiver(t, 1)
	w := startTwin(t, "--outside", "pos", "--pts-upload", address)
	w.sellHalfALitre()
	w.until("the sale was uploaded, and again after the lost answer", func() bool {
		return strings.Contains(w.get("/events?follow=no"), `"event":"upload-confirmed"`)
	})
	server.mu.Lock()
	defer server.mu.Unlock()
	if len(server.wrong) > 0 {
		t.Error(server.wrong)
	}
	if len(server.sales) != 1 || len(server.heard) < 2 {
		t.Fatalf("%d sales in %q", len(server.sales), server.heard)
	}
	for _, b := range server.heard {
		if b != server.heard[0] {
			t.Errorf("sent again as %s, before %s", b, server.heard[0])
		}
	}
	for _, s := range server.sales {
		if s["Volume"] != 0.5 || s["Amount"] != 0.9 || s["Pump"] != 1.0 || s["Nozzle"] != 1.0 || s["TotalVolume"] != 0.5 || s["TotalAmount"] != 0.9 ||
			s["Price"] != 1.799 || s["FuelGradeName"] != "diesel" {
			t.Errorf("%v", s)
		}
	}
	w.stop()
}

func TestThePlanSaysWhatIsUploaded(t *testing.T) {
	t.Parallel()
	server, address := newReceiver(t, 0)
	w := startTwin(t, "--outside", "pos", "--site", withPTS(t, `{ upload: "`+address+`", pts-id: 003A003A3435510938393730, status: 1 s, tank-measurements: 1 s }`))
	w.until("states and tanks are uploaded", func() bool { return server.has(0, "UploadStatus", "UploadTankMeasurement") })
	w.stop()
	server.mu.Lock()
	defer server.mu.Unlock()
	if len(server.wrong) > 0 || !strings.Contains(server.heard[0], `"PtsId":"003A003A3435510938393730"`) {
		t.Errorf("%v, %s", server.wrong, server.heard[0])
	}
}

// withPTS writes the built-in plan with a pts block, and without ports.
func withPTS(t *testing.T, block string) string {
	t.Helper()
	file := freePorts(t)
	plan, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, append(plan, []byte("pts: "+block+"\n")...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return file
}
