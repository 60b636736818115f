package ptsupload_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/controller/desk/desktest"
	"github.com/forecourt/forecourt/twin/controller/ptsupload"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

const (
	controllerID = "003A003A3435510938393730"
	host         = "server.example:9000"
)

var serverRole = forecourt.Role{Kind: "server"}

// rig is a desk that uploads to a server on the loop.
type rig struct {
	*desktest.Rig
	uploader *ptsupload.Uploader
	bodies   []string // as the server has heard them
	headers  []http.Header
	answer   func(p pts.Packet) (status int, packet pts.Packet) // nil: OK
}

func newRig(t *testing.T, change func(*ptsupload.Config)) *rig {
	t.Helper()
	r := &rig{Rig: desktest.New(t, nil)}
	r.Loop.Serve(host, serverRole, 20*time.Millisecond, http.HandlerFunc(r.serve), nil)
	u, _ := url.Parse("http://box:pw@" + host + "/jsonPTS")
	cfg := ptsupload.Config{Loop: r.Loop, Desk: r.Desk, URL: u, PtsID: controllerID}
	if change != nil {
		change(&cfg)
	}
	var err error
	if r.uploader, err = ptsupload.New(cfg); err != nil {
		t.Fatal(err)
	}
	r.Run(time.Second)
	return r
}

func (r *rig) serve(w http.ResponseWriter, q *http.Request) {
	b, _ := io.ReadAll(q.Body)
	r.bodies, r.headers = append(r.bodies, string(b)), append(r.headers, q.Header)
	body, err := pts.Decode(b)
	if err != nil || q.URL.Path != "/jsonPTS" || q.URL.User != nil || body.PtsID != controllerID || len(body.Packets) != 1 {
		r.T.Errorf("the server hears %s %s, %v", q.URL, b, err)
	}
	p := body.Packets[0]
	if p.ID < 1 || p.ID > pts.MaxID {
		r.T.Errorf("packet %d", p.ID)
	}
	status, answer := http.StatusOK, p.OK()
	if r.answer != nil {
		status, answer = r.answer(p)
	}
	w.WriteHeader(status)
	_, _ = w.Write(pts.Encode(pts.Body{Packets: []pts.Packet{answer}}))
}

// sold returns the sales that the server has heard of, once each as a receiver tells them apart, and wants a sale to have
// the same content each time.
func (r *rig) sold() (once []pts.Transaction) {
	r.T.Helper()
	content := map[string]string{}
	for _, b := range r.bodies {
		body, _ := pts.Decode([]byte(b))
		p := body.Packets[0]
		if p.Type != pts.UploadPumpTransaction {
			continue
		}
		var x pts.Transaction
		if err := p.Get(&x); err != nil {
			r.T.Fatal(err)
		}
		key := fmt.Sprint(x.Pump, x.Nozzle, x.Transaction, x.DateTime)
		if before, again := content[key]; !again {
			once = append(once, x)
		} else if before != b {
			r.T.Errorf("sent again as %s\nbefore %s", b, before)
		}
		content[key] = b
	}
	return once
}

func (r *rig) mustHaveSold(n int) []pts.Transaction {
	r.T.Helper()
	once := r.sold()
	if len(once) != n {
		r.T.Errorf("the server has heard of %d sales in %d bodies, want %d", len(once), len(r.bodies), n)
	}
	return once
}

func TestEverySaleIsUploadedOnce(t *testing.T) {
	r := newRig(t, nil)
	r.Sell(1)
	r.Run(time.Second)
	if len(r.bodies) != 1 {
		t.Fatalf("%d bodies", len(r.bodies))
	}
	const want = `{"Protocol":"jsonPTS","PtsId":"003A003A3435510938393730","Packets":[{"Id":1,"Type":"UploadPumpTransaction","Data":{` +
		`"DateTimeStart":"2026-01-04T23:59:01","DateTime":"2026-01-05T00:00:01","Pump":1,"Nozzle":1,"FuelGradeId":1000,"FuelGradeName":"Diesel",` +
		`"Transaction":1,"Volume":32.50,"Price":1.799,"Amount":58.47,"TotalVolume":32.50,"TotalAmount":58.47}}]}`
	if r.bodies[0] != want {
		t.Errorf("%s\nwant %s", r.bodies[0], want)
	}
	h := r.headers[0]
	if h.Get("Content-Type") != "application/json" || h.Get("X-Pts-Id") != controllerID || h.Get("Authorization") != "Basic Ym94OnB3" {
		t.Errorf("headers %v", h)
	}
	r.Sell(1)
	r.Sell(2)
	r.Run(time.Minute)
	once := r.mustHaveSold(3)
	if once[1].TotalAmount != "116.94" || once[2].TotalAmount != "58.47" || once[1].Transaction != 2 || once[2].Pump != 2 {
		t.Errorf("%+v", once)
	}
	if len(r.bodies) != 3 || r.uploader.Waiting() != 0 || r.Count("upload-confirmed") != 3 || r.Count("upload-failed") != 0 {
		t.Errorf("%d bodies, %d wait", len(r.bodies), r.uploader.Waiting())
	}
}

func TestALostAnswerIsMadeUpForWithTheSameContent(t *testing.T) {
	for _, fault := range []loop.HTTPFault{loop.LoseAnswer, loop.LoseRequest} {
		r := newRig(t, nil)
		if err := r.Loop.FaultHTTP(host, fault, fault); err != nil {
			t.Fatal(err)
		}
		r.Sell(1)
		r.Sell(2)
		r.Run(5 * time.Minute)
		r.mustHaveSold(2)
		if want := map[loop.HTTPFault]int{loop.LoseAnswer: 4, loop.LoseRequest: 2}[fault]; len(r.bodies) != want {
			t.Errorf("%s: %d bodies, want %d", fault, len(r.bodies), want)
		}
		if r.Count("upload-failed") != 1 || r.Count("upload-confirmed") != 2 {
			t.Errorf("%s: told %d failures, %d confirmations", fault, r.Count("upload-failed"), r.Count("upload-confirmed"))
		}
	}
}

func TestAnAnswerThatDoesNotConfirmIsNone(t *testing.T) {
	for what, answer := range map[string]func(pts.Packet) (int, pts.Packet){
		"an error":           func(p pts.Packet) (int, pts.Packet) { return http.StatusOK, p.Refuse(pts.NotFound) },
		"another Id":         func(p pts.Packet) (int, pts.Packet) { p.ID++; return http.StatusOK, p.OK() },
		"another type":       func(p pts.Packet) (int, pts.Packet) { p.Type = pts.UploadStatus; return http.StatusOK, p.OK() },
		"another message":    func(p pts.Packet) (int, pts.Packet) { p = p.OK(); p.Message = "DONE"; return http.StatusOK, p },
		"an OK with a fault": func(p pts.Packet) (int, pts.Packet) { return http.StatusInternalServerError, p.OK() },
		"an OK to strangers": func(p pts.Packet) (int, pts.Packet) { return http.StatusUnauthorized, p.OK() },
	} {
		r := newRig(t, nil)
		r.answer = answer
		r.Sell(1)
		r.Run(time.Minute)
		if r.Count("upload-confirmed") != 0 || len(r.bodies) < 3 || r.uploader.Waiting() != 1 {
			t.Errorf("%s: %d bodies, %d wait", what, len(r.bodies), r.uploader.Waiting())
		}
		r.answer = nil
		r.Run(2 * time.Minute)
		r.mustHaveSold(1)
		if r.uploader.Waiting() != 0 {
			t.Errorf("%s: it still waits", what)
		}
	}
}

func TestOneThatIsRefusedDoesNotHoldUpTheOthers(t *testing.T) {
	r := newRig(t, nil)
	r.answer = func(p pts.Packet) (int, pts.Packet) {
		if p.ID == 1 {
			return http.StatusOK, p.Refuse(pts.NotFound)
		}
		return http.StatusOK, p.OK()
	}
	r.Sell(1)
	r.Sell(2)
	r.Sell(1)
	r.Run(5 * time.Minute)
	if r.Count("upload-confirmed") != 2 || r.uploader.Waiting() != 1 {
		t.Errorf("%d are confirmed, %d wait", r.Count("upload-confirmed"), r.uploader.Waiting())
	}
}

func TestAServerThatWasDownForAnHourHearsOfEverything(t *testing.T) {
	r := newRig(t, nil)
	if err := r.Loop.DownHTTP(host, true); err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		r.Sell(forecourt.Point(i%2 + 1))
		r.Run(time.Minute)
	}
	if len(r.bodies) != 0 || r.uploader.Waiting() != 60 || r.Count("upload-failed") != 1 {
		t.Errorf("%d bodies, %d wait, told %d times", len(r.bodies), r.uploader.Waiting(), r.Count("upload-failed"))
	}
	_ = r.Loop.DownHTTP(host, false)
	r.Run(2 * time.Minute)
	once := r.mustHaveSold(60)
	if len(r.bodies) != 60 || r.uploader.Waiting() != 0 {
		t.Errorf("%d bodies, %d wait", len(r.bodies), r.uploader.Waiting())
	}
	for i, x := range once {
		if x.Transaction != i+1 {
			t.Fatalf("sale %d comes at place %d", x.Transaction, i+1)
		}
	}
}

func TestAPowerCutBetweenSendingAndAnswerLosesNothing(t *testing.T) {
	for cut := range 60 { // a millisecond apart: before the request arrives, while it is served, before the answer is back
		r := newRig(t, nil)
		r.Controller.Finish(1, 3250)
		r.Run(time.Duration(cut) * time.Millisecond)
		if err := r.Loop.PowerOff(desk.Role); err != nil {
			t.Fatal(err)
		}
		r.Run(10 * time.Second)
		_ = r.Loop.PowerOn(desk.Role)
		r.Run(time.Minute)
		once := r.mustHaveSold(1)
		if once[0].TotalAmount != "58.47" || r.uploader.Waiting() != 0 || len(r.bodies) > 2 {
			t.Errorf("cut after %d ms: %d bodies, %d wait, %+v", cut, len(r.bodies), r.uploader.Waiting(), once)
		}
		r.Sell(1)
		r.Run(time.Minute)
		if once := r.mustHaveSold(2); once[1].TotalAmount != "116.94" {
			t.Errorf("cut after %d ms: %+v", cut, once)
		}
	}
}

func TestASaleIsNotUploadedAgainWhenTheDeskComesBack(t *testing.T) {
	r := newRig(t, nil)
	r.Sell(1)
	r.Sell(2)
	r.Run(time.Minute)
	for range 3 {
		_ = r.Loop.PowerOff(desk.Role)
		r.Run(time.Second)
		_ = r.Loop.PowerOn(desk.Role)
		r.Run(time.Minute)
	}
	if len(r.bodies) != 2 {
		t.Errorf("%d bodies", len(r.bodies))
	}
	c, why := r.Desk.LogOn("A@1", 0)
	if why != nil {
		t.Fatal(why)
	}
	for _, s := range r.Desk.Sales(0) {
		c.Clear(s.Number, func(why *desk.Refusal) {
			if why != nil {
				t.Error(why)
			}
		})
	}
	r.Run(time.Minute)
	r.mustKeepNothing()
}

func (r *rig) mustKeepNothing() {
	r.T.Helper()
	n := 0
	r.Desk.Kept("pts-upload/packet/", func(string, func(any) error) { n++ })
	if n != 0 {
		r.T.Errorf("%d packets are kept of sales that nobody has any more", n)
	}
}

func TestASaleThatIsPaidBeforeTheServerIsBackIsUploadedAllTheSame(t *testing.T) {
	r := newRig(t, nil)
	_ = r.Loop.DownHTTP(host, true)
	r.Sell(1)
	c, _ := r.Desk.LogOn("A@1", 0)
	c.Clear(1, func(why *desk.Refusal) {
		if why != nil {
			t.Error(why)
		}
	})
	r.Run(time.Minute)
	_ = r.Loop.PowerOff(desk.Role)
	_ = r.Loop.PowerOn(desk.Role)
	_ = r.Loop.DownHTTP(host, false)
	r.Run(2 * time.Minute)
	r.mustHaveSold(1)
	r.mustKeepNothing()
}

func TestOnlySoManyWaitAndSalesLongest(t *testing.T) {
	r := newRig(t, func(c *ptsupload.Config) { c.Most = 5 })
	_ = r.Loop.DownHTTP(host, true)
	r.uploader.Delivered(pts.Delivery{Tank: 1})
	for i := range 6 {
		r.Sell(forecourt.Point(i%2 + 1))
	}
	if r.uploader.Waiting() != 5 || r.Count("upload-abandoned") != 2 {
		t.Errorf("%d wait, %d were given up", r.uploader.Waiting(), r.Count("upload-abandoned"))
	}
	_ = r.Loop.DownHTTP(host, false)
	r.Run(5 * time.Minute)
	once := r.mustHaveSold(5) // the delivery and the first sale were given up
	if once[0].Transaction != 2 {
		t.Errorf("the first is %+v", once[0])
	}
	_ = r.Loop.PowerOff(desk.Role)
	_ = r.Loop.PowerOn(desk.Role)
	r.Run(5 * time.Minute)
	r.mustHaveSold(5)
}

func TestTanksAndStatusAreUploadedWhereAskedFor(t *testing.T) {
	reading := pts.Reading{
		Tank: 2, FuelGrade: 4000, Name: "Super", Capacity: 30_000 * unit.Litre, Alarms: []string{"LowProduct"},
		Probe: pts.Probe{Height: 1_234_567, Water: 3_200, Temperature: -1_500, Volume: 21_000_040 * unit.Millilitre, TCVolume: 20_900 * unit.Litre,
			WaterVolume: 900 * unit.Litre, Ullage: 8_100 * unit.Litre},
	}
	r := newRig(t, func(c *ptsupload.Config) {
		c.Measurements, c.Status = time.Minute, 30*time.Second
		c.Tanks = func() []pts.Reading { return []pts.Reading{reading} }
	})
	r.Sell(1)
	r.Controller.Point(2, forecourt.Fuelling, 1)
	r.Run(62 * time.Second)
	count := map[string]int{}
	var status pts.State
	for _, b := range r.bodies {
		body, _ := pts.Decode([]byte(b))
		p := body.Packets[0]
		count[p.Type]++
		switch p.Type {
		case pts.UploadTankMeasurement:
			const want = `{"DateTime":"2026-01-05T00:01:00","Tank":2,"FuelGradeId":4000,"FuelGradeName":"Super","Status":"OK","Alarms":["LowProduct"],` +
				`"ProductHeight":1234.567,"WaterHeight":3.2,"Temperature":-1.5,"ProductVolume":21000.0,"WaterVolume":900.0,"ProductUllage":8100.0,` +
				`"ProductTCVolume":20900.0,"TankFillingPercentage":73}`
			if string(p.Data) != want {
				t.Errorf("%s\nwant %s", p.Data, want)
			}
		case pts.UploadStatus:
			if err := json.Unmarshal(p.Data, &status); err != nil {
				t.Fatal(err)
			}
		}
	}
	if count[pts.UploadTankMeasurement] != 1 || count[pts.UploadStatus] != 2 || count[pts.UploadPumpTransaction] != 1 {
		t.Errorf("%v", count)
	}
	p := status.Pumps
	if len(p.Ended.IDs) != 1 || p.Ended.IDs[0] != 1 || p.Ended.Volumes[0] != "32.50" || len(p.Filling.IDs) != 1 || p.Filling.IDs[0] != 2 ||
		len(p.Users) != 2 || status.FuelGrades[1].Price != "1.899" || status.StartupSeconds != 60 {
		t.Errorf("%+v", status)
	}
	last := r.bodies[len(r.bodies)-1]
	_ = r.Loop.DownHTTP(host, true)
	r.Run(10 * time.Minute)
	if r.Count("upload-failed") < 1 || r.bodies[len(r.bodies)-1] != last {
		t.Error("the server was not down")
	}
	before := len(r.bodies)
	_ = r.Loop.DownHTTP(host, false)
	r.Run(2 * time.Minute)
	measured, states := 0, 0
	for _, b := range r.bodies[before:] {
		measured += strings.Count(b, pts.UploadTankMeasurement)
		states += strings.Count(b, pts.UploadStatus)
	}
	if measured < 10 || states > 5 {
		t.Errorf("after ten minutes without a server came %d measurements and %d states", measured, states)
	}
}

func TestAnUploaderThatCannotWorkIsRefused(t *testing.T) {
	r := desktest.New(t, nil)
	u, _ := url.Parse("http://" + host)
	for _, cfg := range []ptsupload.Config{
		{}, {Loop: r.Loop, Desk: r.Desk, PtsID: controllerID}, {Loop: r.Loop, Desk: r.Desk, URL: u, PtsID: "12"},
		{Loop: r.Loop, Desk: r.Desk, URL: u, PtsID: controllerID, Measurements: time.Second},
	} {
		if _, err := ptsupload.New(cfg); err == nil {
			t.Errorf("%+v is taken", cfg)
		}
	}
}
