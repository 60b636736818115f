package ptsfront_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/controller/desk/desktest"
	"github.com/forecourt/forecourt/twin/controller/ptsfront"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

type rig struct {
	*desktest.Rig
	user, password string
}

func newRig(t *testing.T, users map[string]string) *rig {
	t.Helper()
	r := &rig{Rig: desktest.New(t, nil)}
	cfg := ptsfront.Config{Desk: r.Desk, Users: users}
	if users != nil {
		cfg.Scheme = ptsfront.Basic
	}
	return r.serve(cfg)
}

func (r *rig) serve(cfg ptsfront.Config) *rig {
	t := r.T
	t.Helper()
	f, err := ptsfront.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	r.Loop.Serve("pts", desk.Role, 10*time.Millisecond, f.Handler(), nil)
	r.Run(time.Second)
	return r
}

// post sends a body on a fiber, and returns what came back.
func (r *rig) post(body string) (status int, answer string) {
	r.T.Helper()
	r.Loop.Go(forecourt.Role{Kind: "till"}, "post", func(f *loop.Fiber) {
		q, _ := http.NewRequestWithContext(loop.WithFiber(r.T.Context(), f), http.MethodPost, "http://pts"+pts.Path, strings.NewReader(body))
		if r.user != "" {
			q.SetBasicAuth(r.user, r.password)
		}
		w, err := (&loop.Transport{Timeout: time.Minute}).RoundTrip(q)
		if err != nil {
			r.T.Error(err)
			return
		}
		b, _ := io.ReadAll(w.Body)
		status, answer = w.StatusCode, string(b)
	})
	r.Run(300 * time.Millisecond)
	return status, answer
}

// ask sends one packet and returns its answer.
func (r *rig) ask(kind, data string) pts.Packet {
	r.T.Helper()
	status, answer := r.post(`{"Protocol":"jsonPTS","Packets":[{"Id":42,"Type":"` + kind + `","Data":` + data + `}]}`)
	body, err := pts.Decode([]byte(answer))
	if err != nil || status != http.StatusOK || len(body.Packets) != 1 || body.Packets[0].ID != 42 {
		r.T.Fatalf("%s %s is answered %d %s", kind, data, status, answer)
	}
	return body.Packets[0]
}

func (r *rig) mustOK(kind, data string) {
	r.T.Helper()
	if p := r.ask(kind, data); p.Type != kind || p.Message != "OK" || p.Error {
		r.T.Errorf("%s %s is answered %+v", kind, data, p)
	}
}

func (r *rig) mustFail(code pts.Code, kind, data string) {
	r.T.Helper()
	if p := r.ask(kind, data); p.Type != kind || !p.Error || p.Code != code || p.Message != code.String() {
		r.T.Errorf("%s %s is answered %+v, want code %d", kind, data, p, code)
	}
}

// status asks for the status of a pump, and returns its type and data.
func (r *rig) status(pump string) (string, map[string]any) {
	r.T.Helper()
	p := r.ask(pts.PumpGetStatus, `{"Pump":`+pump+`}`)
	d := json.NewDecoder(bytes.NewReader(p.Data))
	d.UseNumber()
	data := map[string]any{}
	if err := d.Decode(&data); err != nil {
		r.T.Fatal(err)
	}
	return p.Type, data
}

func (r *rig) mustShow(pump, kind string, want map[string]any) {
	r.T.Helper()
	got, data := r.status(pump)
	if got != kind {
		r.T.Errorf("pump %s is %s %v, want %s", pump, got, data, kind)
	}
	for k, v := range want {
		if s, ok := v.(string); ok && data[k] != s && data[k] != json.Number(s) {
			r.T.Errorf("%s of %s is %v, want %v", k, got, data[k], v)
		}
	}
}

func TestASaleFromAuthorizeToClose(t *testing.T) {
	r := newRig(t, nil)
	r.mustShow("1", "PumpIdleStatus", map[string]any{"NozzleUp": "0", "Request": "", "LastTransaction": "0"})
	r.Controller.Point(1, forecourt.Calling, 1)
	r.Run(time.Second)
	r.mustShow("1", "PumpIdleStatus", map[string]any{"NozzleUp": "1", "Nozzle": "1"})
	p := r.ask(pts.PumpAuthorize, `{"Pump":1,"Nozzle":1,"Type":"Amount","Dose":50.00,"Price":1.799}`)
	if p.Type != "PumpAuthorizeConfirmation" || string(p.Data) != `{"Pump":1,"Transaction":1}` {
		t.Fatalf("%+v %s", p, p.Data)
	}
	if o, _ := r.Controller.Open(1); o.LimitAmount.Minor != 5000 || len(o.Nozzles) != 1 {
		t.Errorf("the controller was asked for %+v", o)
	}
	r.Controller.Point(1, forecourt.Fuelling, 1)
	r.Run(time.Second)
	r.mustShow("1", "PumpFillingStatus", map[string]any{"Transaction": "1", "Price": "1.799", "FuelGradeId": "1000", "FuelGradeName": "Diesel", "User": "pos"})
	r.mustFail(pts.NotEndOfTransaction, pts.PumpCloseTransaction, `{"Pump":1,"Transaction":1}`)
	r.Controller.Compensation = forecourt.Compensation{CompensatedTo: 15_000, NetDrives: true}
	r.Sell(1)
	r.mustShow("1", "PumpEndOfTransactionStatus", map[string]any{"Transaction": "1", "TCVolume": "32.50", "Volume": "32.50", "Amount": "58.47", "TotalVolume": "32.50"})
	if p := r.ask(pts.PumpGetTransaction, `{"Pump":1,"Transaction":1}`); !strings.Contains(string(p.Data), `"State":"Finished"`) {
		t.Errorf("%s", p.Data)
	}
	r.mustFail(pts.TransactionNoMatch, pts.PumpCloseTransaction, `{"Pump":1,"Transaction":2}`)
	r.mustOK(pts.PumpCloseTransaction, `{"Pump":1,"Transaction":1}`)
	r.mustShow("1", "PumpIdleStatus", map[string]any{"LastTransaction": "1", "LastVolume": "32.50", "LastAmount": "58.47", "LastPrice": "1.799"})
	if p := r.ask(pts.PumpGetTransaction, `{"Pump":1,"Transaction":1}`); !strings.Contains(string(p.Data), `"State":"Closed"`) {
		t.Errorf("%s", p.Data)
	}
	if len(r.Controller.Unpaid) != 0 {
		t.Error("the controller still has the sale")
	}
}

func TestPricesAndTotalsComeAtALaterStatus(t *testing.T) {
	r := newRig(t, nil)
	r.mustOK(pts.PumpGetPrices, `{"Pump":1}`)
	r.mustOK(pts.PumpGetTotals, `{"Pump":1,"Nozzle":2}`)
	r.mustShow("2", "PumpIdleStatus", nil)
	if kind, data := r.status("1"); kind != "PumpPrices" || len(data["Prices"].([]any)) != 2 || data["Prices"].([]any)[1] != json.Number("1.899") {
		t.Errorf("%s %v", kind, data)
	}
	r.mustShow("1", "PumpTotals", map[string]any{"Nozzle": "2", "Volume": "2000.00"})
	r.mustShow("1", "PumpIdleStatus", nil)
	r.mustOK(pts.PumpSetPrices, `{"Pump":1,"Prices":[1.859,0]}`)
	if p := r.Desk.Prices(); p["diesel"].E4 != 18590 || p["super"].E4 != 18990 {
		t.Errorf("prices are %v", p)
	}
	r.Sell(1)
	r.mustOK(pts.PumpGetDisplayData, `{"Pump":1}`)
	r.mustShow("1", "PumpDisplayData", map[string]any{"Volume": "32.50", "Amount": "58.47"})
	for range 20 {
		r.mustOK(pts.PumpGetPrices, `{"Pump":2}`)
	}
	n := 0
	for kind, _ := r.status("2"); kind == "PumpPrices"; kind, _ = r.status("2") {
		n++
	}
	if n != 8 {
		t.Errorf("%d answers were kept", n)
	}
}

func TestOneUserAtATime(t *testing.T) {
	r := newRig(t, map[string]string{"anna": "a", "bob": "b"})
	if status, _ := r.post(`{}`); status != http.StatusUnauthorized {
		t.Errorf("nobody is answered %d", status)
	}
	as := func(user string) { r.user, r.password = user, user[:1] }
	as("anna")
	r.password = "b"
	if status, _ := r.post(`{}`); status != http.StatusUnauthorized {
		t.Errorf("a wrong password is answered %d", status)
	}
	as("anna")
	r.mustOK(pts.PumpLock, `{"Pump":1}`)
	r.mustShow("1", "PumpIdleStatus", map[string]any{"Request": "PumpLock", "User": "anna"})
	as("bob")
	r.mustFail(pts.BusyOtherUser, pts.PumpLock, `{"Pump":1}`)
	r.mustFail(pts.UserNotMatch, pts.PumpUnlock, `{"Pump":1}`)
	r.mustFail(pts.BusyOtherUser, pts.PumpAuthorize, `{"Pump":1,"Nozzle":1,"Type":"FullTank"}`)
	r.mustFail(pts.BusyOtherUser, pts.PumpSetPrices, `{"Pump":1,"Prices":[1.859]}`)
	for range 5 { // bob keeps asking, anna does not
		r.Run(9 * time.Second)
		r.status("1")
	}
	if r.Count("lock-expired") != 1 {
		t.Errorf("%d locks have expired", r.Count("lock-expired"))
	}
	r.mustOK(pts.PumpLock, `{"Pump":1}`)
	r.mustOK(pts.PumpUnlock, `{"Pump":1}`)
	r.mustOK(pts.PumpUnlock, `{"Pump":1}`)
	r.Sell(1)
	if c, why := r.Desk.LogOn("A@1", 0); why != nil || c.LockSale(1) != nil {
		t.Error("a till of another front end could not lock the sale")
	}
	r.mustFail(pts.BusyOtherUser, pts.PumpCloseTransaction, `{"Pump":1,"Transaction":1}`)
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	r := newRig(t, nil)
	r.mustFail(pts.NotFound, "GetTankConfiguration", `{}`)
	r.mustFail(pts.NotFound, pts.PumpSuspend, `{"Pump":1}`)
	r.mustFail(pts.NotFound, pts.PumpResume, `{"Pump":1}`)
	r.mustFail(pts.NoPumpNumber, pts.PumpGetStatus, `{}`)
	r.mustFail(pts.NoData, pts.PumpGetStatus, `null`)
	r.mustFail(pts.InvalidJSON, pts.PumpGetStatus, `{"Pump":"one"}`)
	r.mustFail(pts.PumpOutOfRange, pts.PumpGetStatus, `{"Pump":0}`)
	r.mustFail(pts.PumpOutOfRange, pts.PumpGetStatus, `{"Pump":3}`)
	r.mustFail(pts.NotFilling, pts.PumpStop, `{"Pump":1}`)
	r.mustFail(pts.NoTransactionNumber, pts.PumpCloseTransaction, `{"Pump":1}`)
	for data, code := range map[string]pts.Code{
		`{"Pump":1,"Type":"FullTank"}`:                             pts.NoNozzleNumber,
		`{"Pump":1,"Nozzle":257,"Type":"FullTank"}`:                pts.NozzleOutOfRange,
		`{"Pump":1,"Nozzle":1}`:                                    pts.NoType,
		`{"Pump":1,"Nozzle":1,"Type":"All"}`:                       pts.TypeOutOfRange,
		`{"Pump":1,"Nozzle":1,"Type":"Volume"}`:                    pts.NoDose,
		`{"Pump":1,"Nozzle":1,"Type":"Amount","Dose":-1}`:          pts.NoDose,
		`{"Pump":1,"Nozzle":1,"Type":"FullTank","Price":1.5}`:      pts.PriceDifferent,
		`{"Pump":1,"Nozzle":1,"Type":"Volume","Dose":1e2}`:         pts.NoDose,
		`{"Pump":1,"Nozzle":1,"Type":"Volume","Dose":"2000.0001"}`: pts.NoDose,
	} {
		r.mustFail(code, pts.PumpAuthorize, data)
	}
	if p := r.ask(pts.PumpAuthorize, `{"Pump":1,"Nozzle":1,"Type":"Volume","Dose":20}`); p.Error {
		t.Errorf("%+v", p)
	}
	r.mustFail(pts.BusyFilling, pts.PumpAuthorize, `{"Pump":1,"Nozzle":1,"Type":"FullTank"}`)
	r.mustOK(pts.PumpStop, `{"Pump":1}`)
	r.mustShow("1", "PumpIdleStatus", nil)
	r.mustOK(pts.PumpEmergencyStop, `{"Pump":0}`)
	r.Controller.Say(forecourt.PointLost{Point: 2})
	r.Run(time.Second)
	r.mustShow("2", "PumpOfflineStatus", nil)
	r.mustFail(pts.NoDataForResponse, pts.PumpAuthorize, `{"Pump":2,"Nozzle":1,"Type":"FullTank"}`)
	r.Controller.Refuse = "did not take the release"
	r.mustFail(pts.BusyOtherRequest, pts.PumpAuthorize, `{"Pump":1,"Nozzle":1,"Type":"FullTank"}`)
	for body, code := range map[string]pts.Code{`{`: pts.InvalidJSON, `{"Protocol":"jsonPTS"}`: pts.NoData, strings.Repeat(" ", pts.MaxBody+1): pts.RequestTooLong} {
		status, answer := r.post(body)
		if want := string(pts.Encode(pts.Refused(&pts.Refusal{Code: code}))); status != http.StatusOK || answer != want {
			t.Errorf("%.30s is answered %d %s", body, status, answer)
		}
	}
}

func TestManyPacketsInABodyAreAnsweredInOrder(t *testing.T) {
	r := newRig(t, nil)
	_, answer := r.post(`{"Protocol":"jsonPTS","Packets":[{"Id":3,"Type":"PumpAuthorize","Data":{"Pump":1,"Nozzle":1,"Type":"FullTank"}},` +
		`{"Id":1,"Type":"PumpGetStatus","Data":{"Pump":1}},{"Id":2,"Type":"PumpGetStatus","Data":{"Pump":2}}]}`)
	body, err := pts.Decode([]byte(answer))
	if err != nil || len(body.Packets) != 3 {
		t.Fatalf("%s, %v", answer, err)
	}
	for i, want := range []struct {
		id   int
		kind string
	}{{3, "PumpAuthorizeConfirmation"}, {1, "PumpIdleStatus"}, {2, "PumpIdleStatus"}} {
		if p := body.Packets[i]; p.ID != want.id || p.Type != want.kind {
			t.Errorf("%+v, want %v", p, want)
		}
	}
	if s := string(body.Packets[1].Data); !strings.Contains(s, `"Request":"PumpAuthorize"`) { // its state has not changed yet
		t.Errorf("pump 1 is %s", s)
	}
	r.mustShow("1", "PumpFillingStatus", nil)
}

func TestAPowerCutEndsWhatWaits(t *testing.T) {
	r := newRig(t, nil)
	r.Controller.Mute = true
	r.Loop.Go(forecourt.Role{Kind: "till"}, "post", func(f *loop.Fiber) {
		body := `{"Protocol":"jsonPTS","Packets":[{"Id":1,"Type":"PumpAuthorize","Data":{"Pump":1,"Nozzle":1,"Type":"FullTank"}}]}`
		q, _ := http.NewRequestWithContext(loop.WithFiber(t.Context(), f), http.MethodPost, "http://pts"+pts.Path, strings.NewReader(body))
		if _, err := (&loop.Transport{Timeout: 5 * time.Second}).RoundTrip(q); !errors.Is(err, loop.ErrTimeout) {
			t.Error(err)
		}
	})
	r.Run(time.Second)
	if err := r.Loop.PowerOff(desk.Role); err != nil {
		t.Fatal(err)
	}
	r.Run(10 * time.Second)
	r.Controller.Mute = false
	_ = r.Loop.PowerOn(desk.Role)
	r.Run(time.Second)
	if _, open := r.Controller.Open(1); open {
		t.Error("a release that nobody waits for is still open")
	}
	r.mustShow("1", "PumpIdleStatus", nil)
}

func TestWithoutAFiberNothingIsWaitedFor(t *testing.T) {
	r := newRig(t, nil)
	f, _ := ptsfront.New(ptsfront.Config{Desk: r.Desk})
	body := `{"Protocol":"jsonPTS","Packets":[{"Id":1,"Type":"PumpGetStatus","Data":{"Pump":1}}]}`
	q, _ := http.NewRequest(http.MethodPost, "http://pts"+pts.Path, strings.NewReader(body))
	var w recorder
	f.Handler().ServeHTTP(&w, q)
	if !strings.Contains(w.String(), "PumpIdleStatus") {
		t.Errorf("%s", w.String())
	}
}

type recorder struct{ bytes.Buffer }

func (*recorder) Header() http.Header { return http.Header{} }
func (*recorder) WriteHeader(int)     {}
