package ptsupload_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/controller/desk/desktest"
	"github.com/forecourt/forecourt/twin/controller/ptsupload"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire/pts"
)

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
