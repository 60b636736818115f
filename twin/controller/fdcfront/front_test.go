package fdcfront_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/controller/fdcfront"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire/fdc"
)

func TestASaleFromLogOnToCleared(t *testing.T) {
	r := newRig(t, "A")
	a := r.tills[0]
	a.must(fdc.LogOn)
	a.must(fdc.GetProductTable)
	a.must(fdc.GetConfiguration)
	a.must(fdc.StartForecourt)
	r.Controller.Point(1, forecourt.Calling, 1)
	r.Run(time.Second)
	if got := a.states(); !slices.Equal(got, []string{"1 FDC_CALLING"}) {
		t.Errorf("told %v", got)
	}
	d := fp("1")
	d.MaxTrxAmount, d.MaxTrxVolume, d.ReleaseToken = fdc.Text("50.00"), fdc.Text(""), fdc.Text("01")
	d.ReleasedProducts = &fdc.Products{Product: []fdc.Product{{ProductNo: "1000"}}}
	d.LockFuelSaleTrx = fdc.Text("false")
	d.FuelMode = &fdc.FuelMode{ModeNo: "3"}
	a.mustFail(fdc.BadValue, fdc.AuthoriseFuelPoint, d)
	d.FuelMode.ModeNo = "2"
	a.must(fdc.AuthoriseFuelPoint, d)
	if o, _ := r.Controller.Open(1); o.Level != forecourt.Credit || o.LimitAmount.Minor != 5000 || len(o.Nozzles) != 1 || o.Nozzles[0] != 1 {
		t.Errorf("the controller was asked for %+v", o)
	}
	r.Controller.Point(1, forecourt.Started, 1)
	r.Controller.Point(1, forecourt.Fuelling, 1)
	r.Sell(1)
	got := a.states()
	want := []string{"1 FDC_AUTHORISED", "1 FDC_STARTED", "1 FDC_FUELLING", "1 FDC_READY", "1 Payable"}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("told %v, lacks %s", got, w)
		}
	}
	list := a.must(fdc.GetAvailableFuelSaleTrxs, fp("*")).FDCdata.DeviceClass
	if len(list) != 1 || list[0].TransactionSeqNo != "1" || fdc.Read(list[0].State) != "Payable" || fdc.Read(list[0].ReleaseToken) != "01" {
		t.Fatalf("available: %+v", list)
	}
	x := a.must(fdc.GetFuelSaleTrxDetails, trx("1")).FDCdata.DeviceClass[0]
	for name, pair := range map[string][2]string{
		"amount": {fdc.Read(x.Amount), "58.47"}, "volume": {fdc.Read(x.Volume), "32.50"}, "price": {fdc.Read(x.UnitPrice), "1.799"},
		"product": {fdc.Read(x.ProductNo1), "1000"}, "who": {fdc.Read(x.AuthorisationApplicationSender), "A"}, "nozzle": {x.NozzleNo, "1"},
		"end": {fdc.Read(x.EndTimeStamp), "2026-01-05T00:00:03"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %q, want %q", name, pair[0], pair[1])
		}
	}
	a.mustFail(fdc.SaleUnlocked, fdc.ClearFuelSaleTrx, trx("1"))
	a.must(fdc.LockFuelSaleTrx, trx("1"))
	a.must(fdc.ClearFuelSaleTrx, trx("1"))
	if got := a.states(); !slices.Contains(got, "1 Locked") || !slices.Contains(got, "1 Cleared") {
		t.Errorf("told %v", got)
	}
	a.mustFail(fdc.NoTransaction, fdc.ClearFuelSaleTrx, trx("1"))
	if len(r.Controller.Unpaid) != 0 {
		t.Error("the controller still has the sale")
	}
	a.must(fdc.LogOff)
	a.mustFail(fdc.NotLoggedOn, fdc.GetFPState, fp("*"))
}

func TestTillBIsRefusedWhatTillAHasLockedUntilAIsDead(t *testing.T) {
	r := newRig(t, "A", "B")
	a, b := r.tills[0], r.tills[1]
	a.must(fdc.LogOn)
	b.must(fdc.LogOn)
	r.Sell(1)
	a.must(fdc.LockFuelSaleTrx, trx("1"))
	if got := b.states(); !slices.Contains(got, "1 Locked") {
		t.Errorf("B was told %v", got)
	}
	b.mustFail(fdc.SaleLocked, fdc.LockFuelSaleTrx, trx("1"))
	b.mustFail(fdc.SaleLocked, fdc.UnlockFuelSaleTrx, trx("1"))
	b.mustFail(fdc.SaleLocked, fdc.ClearFuelSaleTrx, trx("1"))
	a.quiet = true // the till hangs; its connection stands
	r.Run(40 * time.Second)
	b.mustFail(fdc.SaleLocked, fdc.LockFuelSaleTrx, trx("1"))
	r.Run(10 * time.Second)
	if r.Count("lock-expired") != 1 || r.Count("client-lost") != 1 || r.front.Sessions() != 1 {
		t.Errorf("%d expired, %d lost, %d connections", r.Count("lock-expired"), r.Count("client-lost"), r.front.Sessions())
	}
	b.must(fdc.LockFuelSaleTrx, trx("1"))
	b.must(fdc.UnlockFuelSaleTrx, trx("1"))
}

func TestBothEndsStayConnectedWithHeartbeatsAlone(t *testing.T) {
	r := newRig(t, "A")
	a := r.tills[0]
	a.must(fdc.LogOn)
	r.Run(10 * time.Minute)
	a.must(fdc.GetFPState, fp("*"))
	if a.lost != "" || r.Count("client-lost") != 0 {
		t.Errorf("lost: %q", a.lost)
	}
	ready := 0
	for _, m := range a.told {
		if m.MessageType == fdc.FDCReady {
			ready++
		}
	}
	if ready < 39 || ready > 41 {
		t.Errorf("%d FDC_Ready in ten minutes", ready)
	}
}

func TestATillThatReconnectsFindsItsLock(t *testing.T) {
	r := newRig(t)
	out := map[string]int{}
	dial := func() *fdcfront.Session {
		s, err := r.front.Attach(func(b []byte) { out["said"]++ }, func(string) { out["dropped"]++ })
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	send := func(s *fdcfront.Session, kind string, d ...fdc.DeviceClass) {
		doc, _ := fdc.Encode(&fdc.ServiceRequest{RequestType: kind, ApplicationSender: "A", RequestID: "1", POSdata: fdc.POSData{DeviceClass: d}})
		s.Hear(fdc.AppendFrame(nil, doc, phrase))
		r.Run(100 * time.Millisecond)
	}
	r.Sell(1)
	first := dial()
	send(first, fdc.LogOn)
	send(first, fdc.LockFuelSaleTrx, trx("1"))
	first.Close()
	r.Run(20 * time.Second)
	second := dial()
	send(second, fdc.LogOn)
	r.Run(40 * time.Second)
	if s, _ := r.Desk.Sale(1); s.Holder != "A@" || out["dropped"] != 0 {
		t.Errorf("the lock is %q's, dropped %d", s.Holder, out["dropped"])
	}
	third := dial() // while the second still stands
	send(third, fdc.LogOn)
	if out["dropped"] != 1 || r.front.Sessions() != 1 || third.Client() != "A@" {
		t.Errorf("dropped %d, %d connections, %q", out["dropped"], r.front.Sessions(), third.Client())
	}
	if s, _ := r.Desk.Sale(1); s.Holder != "A@" {
		t.Errorf("the lock is %q's", s.Holder)
	}
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	r := newRig(t, "A", "B")
	a, b := r.tills[0], r.tills[1]
	a.mustFail(fdc.NotLoggedOn, fdc.GetFPState, fp("*"))
	a.mustFail(fdc.Unsupported, "OrderPizza")
	a.must(fdc.LogOn)
	b.must(fdc.LogOn)
	a.mustFail(fdc.Unsupported, "OrderPizza")
	a.mustFail(fdc.Unsupported, fdc.SuspendFuelling, fp("1"))
	a.mustFail(fdc.Unsupported, fdc.ResumeFuelling, fp("1"))
	a.mustFail(fdc.BadDevice, fdc.GetFPState, fp("9"))
	a.mustFail(fdc.BadDevice, fdc.AuthoriseFuelPoint, fp("*"))
	a.mustFail(fdc.BadValue, fdc.AuthoriseFuelPoint)
	a.mustFail(fdc.WrongState, fdc.TerminateFuelling, fp("1"))
	a.mustFail(fdc.NoTransaction, fdc.LockFuelSaleTrx, trx("7"))
	a.mustFail(fdc.BadValue, fdc.LockFuelSaleTrx, fp("1"))
	d := fp("1")
	d.MaxTrxAmount = fdc.Text("fifty")
	a.mustFail(fdc.BadValue, fdc.AuthoriseFuelPoint, d)
	d = fp("1")
	d.ReleasedProducts = &fdc.Products{Product: []fdc.Product{{ProductNo: "7"}}}
	a.mustFail(fdc.BadProduct, fdc.AuthoriseFuelPoint, d)
	a.must(fdc.CloseDevice, fp("1"))
	if s := a.must(fdc.GetFPState, fp("1")).FDCdata.DeviceClass[0]; fdc.Read(s.DeviceState) != fdc.Closed {
		t.Errorf("the point is %s", fdc.Read(s.DeviceState))
	}
	b.mustFail(fdc.WrongState, fdc.AuthoriseFuelPoint, fp("1"))
	a.must(fdc.OpenDevice, fp("1"))
	r.Controller.Refuse = "the prices of the point are not set"
	a.mustFail(fdc.WrongState, fdc.AuthoriseFuelPoint, fp("1"))
	r.Controller.Refuse = ""
	r.Sell(1)
	r.Sell(1)
	a.mustFail(fdc.StackFull, fdc.AuthoriseFuelPoint, fp("1"))
	a.must(fdc.AuthoriseFuelPoint, fp("2"))
	b.mustFail(fdc.WrongState, fdc.AuthoriseFuelPoint, fp("2"))
	a.must(fdc.TerminateFuelling, fp("2"))
	a.must(fdc.AuthoriseFuelPoint, fp("2"))
	a.must(fdc.StopForecourt)
	if s := b.must(fdc.GetFPState, fp("2")).FDCdata.DeviceClass[0]; fdc.Read(s.DeviceState) != fdc.Closed {
		t.Errorf("after StopForecourt the point is %s", fdc.Read(s.DeviceState))
	}
	r.Controller.Say(forecourt.PointLost{Point: 2})
	r.Run(time.Second)
	if s := b.must(fdc.GetFPState, fp("2")).FDCdata.DeviceClass[0]; fdc.Read(s.DeviceState) != fdc.Offline {
		t.Errorf("lost, the point is %s", fdc.Read(s.DeviceState))
	}
}

func TestPricesTotalsAndProducts(t *testing.T) {
	r := newRig(t, "A")
	a := r.tills[0]
	a.must(fdc.LogOn)
	change := func(p ...fdc.Product) *fdc.ServiceResponse {
		return a.request(fdc.ChangeFuelPrice, fdc.POSData{Product: p})
	}
	diesel := fdc.Product{ProductNo: "1000", FuelMode: []fdc.FuelMode{{ModeNo: "1", PriceNew: "1.859"}}}
	if got := change(diesel); got.OverallResult != fdc.Success || got.FDCdata.Product[0].ErrorCode != fdc.OK {
		t.Errorf("%+v", got)
	}
	table := a.must(fdc.GetProductTable).FDCdata.FuelProducts.Product
	if len(table) != 2 || table[0].ProductName != "Diesel" || table[0].FuelPrice[0].Price != "1.859" {
		t.Errorf("products: %+v", table)
	}
	for name, p := range map[string][]fdc.Product{
		"nothing":       nil,
		"twice":         {diesel, diesel},
		"unknown":       {diesel, {ProductNo: "9", FuelMode: []fdc.FuelMode{{PriceNew: "1.1"}}}},
		"no price":      {{ProductNo: "1000"}},
		"level 2":       {{ProductNo: "1000", FuelMode: []fdc.FuelMode{{ModeNo: "2", PriceNew: "1.1"}}}},
		"below a tenth": {{ProductNo: "1000", FuelMode: []fdc.FuelMode{{PriceNew: "1.00001"}}}},
	} {
		if got := change(p...); got.OverallResult != fdc.Failure {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if p := r.Desk.Prices()["diesel"]; p.E4 != 18590 {
		t.Errorf("diesel is at %v", p)
	}
	totals := a.must(fdc.GetTotals, fdc.DeviceClass{Type: "FP", DeviceID: "1", NozzleNo: "2"}).FDCdata.DeviceClass
	if len(totals) != 1 || fdc.Read(totals[0].Volume) != "2000.00" || fdc.Read(totals[0].ProductNo) != "4000" {
		t.Errorf("totals: %+v", totals)
	}
	if n := len(a.must(fdc.GetTotal, fp("*")).FDCdata.DeviceClass); n != 4 {
		t.Errorf("%d totals", n)
	}
	site := a.must(fdc.GetConfiguration).FDCdata.DeviceClass
	if len(site) != 2 || len(site[0].Product) != 2 || site[1].Inner[0].Nozzle[1].ProductID.ProductNo != "4000" {
		t.Errorf("configuration: %+v", site)
	}
	a.must(fdc.ConfigStart)
	if got := a.request(fdc.DefProducts, fdc.POSData{Products: &fdc.Products{Product: []fdc.Product{{ID: "4000"}}}}); got.OverallResult != fdc.Success {
		t.Errorf("%+v", got)
	}
	a.must(fdc.ConfigEnd)
}

func TestAnotherTillsNameAndBadNamesAreRefused(t *testing.T) {
	r := newRig(t, "A")
	a := r.tills[0]
	a.must(fdc.LogOn)
	a.sender = "B"
	for _, kind := range []string{fdc.GetFPState, fdc.LogOn} {
		_ = a.wire.Do(a.env.Now(), 0, &fdc.ServiceRequest{RequestType: kind, ApplicationSender: "B", RequestID: kind})
		r.Run(100 * time.Millisecond)
		if got := a.answers[len(a.answers)-1]; got.FDCdata.ErrorCode != fdc.NoPermission {
			t.Errorf("%s: %+v", kind, got)
		}
	}
	s, _ := r.front.Attach(func(b []byte) {
		if !strings.Contains(string(b), fdc.BadValue) {
			t.Errorf("said %q", b)
		}
	}, func(string) {})
	for _, name := range []string{"", "a@b", strings.Repeat("x", 65), "a\tb"} {
		doc, _ := fdc.Encode(&fdc.ServiceRequest{RequestType: fdc.LogOn, ApplicationSender: name})
		s.Hear(fdc.AppendFrame(nil, doc, phrase))
	}
	if s.Client() != "" {
		t.Errorf("%q is logged on", s.Client())
	}
}

func TestAPowerCutDropsEverybody(t *testing.T) {
	for _, role := range []forecourt.Role{desk.Role, fdcfront.Role} {
		r := newRig(t, "A")
		a := r.tills[0]
		a.must(fdc.LogOn)
		a.must(fdc.AuthoriseFuelPoint, fp("1"))
		if err := r.Loop.PowerOff(role); err != nil {
			t.Fatal(err)
		}
		if n := r.front.Sessions(); n != 0 {
			t.Errorf("%s: %d connections", role, n)
		}
		r.Run(time.Second)
		_ = r.Loop.PowerOn(role)
		r.Run(time.Second)
		a.must(fdc.LogOn)
		a.must(fdc.GetFPState, fp("*"))
		r.Sell(1)
		if s, ok := r.Desk.Sale(1); !ok || s.Client != "A@W1" {
			t.Errorf("%s: the sale is %+v", role, s)
		}
	}
}

func TestConnectionsAreBoundedAndSilentOnesDropped(t *testing.T) {
	r := newRig(t)
	dropped := 0
	for range 32 {
		if _, err := r.front.Attach(func([]byte) {}, func(string) { dropped++ }); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.front.Attach(func([]byte) {}, nil); err == nil {
		t.Error("one connection too many")
	}
	r.Run(time.Minute)
	if dropped != 32 || r.front.Sessions() != 0 {
		t.Errorf("%d dropped, %d stand", dropped, r.front.Sessions())
	}
}

// FuzzFront: no bytes of a till stop the front or its neighbours.
func FuzzFront(f *testing.F) {
	for _, kind := range fdc.RequestTypes {
		d := trx("1")
		d.MaxTrxVolume, d.Product = fdc.Text("1"), []fdc.Product{{ProductNo: "1000", FuelMode: []fdc.FuelMode{{PriceNew: "2"}}}}
		doc, _ := fdc.Encode(&fdc.ServiceRequest{RequestType: kind, ApplicationSender: "A", POSdata: fdc.POSData{DeviceClass: []fdc.DeviceClass{d}}})
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		if len(doc) == 0 || len(doc) > 4096 {
			return
		}
		r := newRig(t)
		r.Sell(1)
		s, err := r.front.Attach(func([]byte) {}, func(string) {})
		if err != nil {
			t.Fatal(err)
		}
		logOn, _ := fdc.Encode(&fdc.ServiceRequest{RequestType: fdc.LogOn, ApplicationSender: "A"})
		s.Hear(fdc.AppendFrame(nil, logOn, phrase))
		s.Hear(fdc.AppendFrame(nil, doc, phrase))
		r.Run(time.Minute)
	})
}
