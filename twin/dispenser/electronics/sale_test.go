package electronics

import (
	"slices"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

func TestSaleTellsItsStory(t *testing.T) {
	d := newDesk(t, Config{}).flowing(0)
	d.wait(2 * time.Second)
	d.hang(0)
	d.Pump(PulserPort(0), 0)
	d.wait(time.Second)
	var story []string
	for _, n := range d.Names() {
		if n != "state-changed" && n != "valve" && !(n == "counted" && story[len(story)-1] == n) {
			story = append(story, n)
		}
	}
	want := []string{
		"controller-found", "price-changed", "price-changed", "reset", "authorised", "nozzle-lifted", "started", "filling",
		"counted", "nozzle-hung", "completed",
	}
	if !slices.Equal(story, want) {
		t.Errorf("told %v\nwant %v", story, want)
	}
	c := d.completed(t)
	if c.Pulses != 300 || c.Volume.Count != 300 || c.Amount.Minor != 540 || c.Reason != forecourt.EndedByNozzle || c.Grade != "diesel" {
		t.Errorf("completed %+v", c)
	}
	d.balanced(t)
}

func TestEndOfSaleIsReported(t *testing.T) {
	d := newDesk(t, Config{}).flowing(0)
	d.reports()
	d.hang(0)
	d.Pump(PulserPort(0), 0)
	d.wait(time.Second)
	r := d.reports()
	out := forecourt.NozzleReport{Nozzle: 1, Price: price2(17_990)}
	final := forecourt.FillingReport{Volume: unit.Indicated{Count: 100, Decimals: 2}, Amount: unit.Money{Minor: 180, Currency: "EUR"}}
	if !contains(r, out) || !contains(r, final) || !slices.Equal(statuses(r), []forecourt.Status{isEnded}) {
		t.Errorf("reported %v", r)
	}
}

func TestValveIsShutInTheInstantOfBootIn(t *testing.T) {
	d := newDesk(t, Config{}).flowing(1)
	if !d.Driven(SlowPort(1)) || !d.Driven(FastPort(1)) || !d.Driven(MotorPort(1)) {
		t.Fatal("valves and motor are not on in mid-sale")
	}
	d.Forget()
	d.hang(1)
	if d.Driven(SlowPort(1)) || d.Driven(FastPort(1)) || d.Driven(MotorPort(1)) || d.e.ValvesOpen(2) {
		t.Errorf("after boot-in only this was driven: %v", d.Drove)
	}
	for _, x := range d.Drove {
		if x.At != d.Now() {
			t.Errorf("%v is not at once", x)
		}
	}
}

func TestFastValveWaitsForTheStartLimit(t *testing.T) {
	d := newDesk(t, Config{}).ready()
	d.do(forecourt.Authorise{})
	d.lift(0)
	if !d.Driven(MotorPort(0)) || d.Driven(SlowPort(0)) {
		t.Fatal("the motor starts at once, the slow valve after its delay")
	}
	d.wait(500 * time.Millisecond)
	if !d.Driven(SlowPort(0)) || d.Driven(FastPort(0)) {
		t.Fatal("the slow valve opens first")
	}
	d.Pour(PulserPort(0), 39_999)
	if v, _ := d.e.Display(); d.Driven(FastPort(0)) || v.Count != 0 {
		t.Fatalf("the display shows %v below the start limit", v)
	}
	d.Pour(PulserPort(0), 1)
	if v, _ := d.e.Display(); !d.Driven(FastPort(0)) || v.Count != 4 {
		t.Fatalf("the display shows %v at the start limit", v)
	}
}

func TestAfterFlowIsCountedUntilValvesHaveSettled(t *testing.T) {
	d := newDesk(t, Config{}).flowing(0)
	d.hang(0)
	d.wait(200 * time.Millisecond)
	d.Pour(PulserPort(0), 0)
	d.wait(time.Second)
	c := d.completed(t)
	d.Pour(PulserPort(0), 50_000) // a leaking valve
	if c.Pulses != 120 {
		t.Errorf("%d pulses, want 100 and 20 of after-flow", c.Pulses)
	}
	if b := d.e.Books()[0]; b.Outside != 5 || b.Counted != 120 {
		t.Errorf("books %+v", b)
	}
}

func TestStopWinsOverNothingThatCameBefore(t *testing.T) {
	for name, act := range map[string]func(d *desk){
		"stop": func(d *desk) { d.do(forecourt.Stop{}) },
		"hang": func(d *desk) { d.hang(0) },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Config{}).flowing(0)
			d.do(forecourt.PresetVolume{Limit: someLitre})
			d.wait(time.Second)
			d.reports()
			d.Pump(PulserPort(0), 0)
			d.jump(0, 8_000_000) // to the limit, and nobody was woken yet
			act(d)
			d.wait(time.Second)
			got := statuses(d.reports())
			if len(got) != 2 || got[0] != isLimited || !got[1].Ended {
				t.Errorf("reported %v, want the limit and then the end", got)
			}
			if c := d.completed(t); c.Volume.Count != 1000 || c.Reason != forecourt.EndedByLimit {
				t.Errorf("completed %+v", c)
			}
		})
	}
}

// jump adds microlitres without waking anybody.
func (d *desk) jump(i int, microlitres int64) {
	t := d.Train(PulserPort(i))
	t.Base += microlitres
	d.Env.Flow(PulserPort(i), t)
}

func TestPricesAreRefusedInMidSale(t *testing.T) {
	dearer := forecourt.SetPrices{Prices: []unit.Price{price2(19_990), price2(16_990)}}
	d := newDesk(t, Config{}).flowing(0)
	d.do(dearer)
	if len(d.Events("price-refused")) != 2 || d.e.Prices()[0] != price2(17_990) {
		t.Errorf("prices %v, events %v", d.e.Prices(), d.Names())
	}
	d.hang(0)
	d.wait(time.Second)
	d.do(dearer)
	if d.e.Prices()[0] != price2(19_990) || d.completed(t).Price != price2(17_990) {
		t.Errorf("prices %v after the sale", d.e.Prices())
	}
	d.do(forecourt.SetPrices{Prices: dearer.Prices[:1]})
	if got := len(d.Events("price-refused")); got != 3 {
		t.Errorf("%d refusals: prices for one of two nozzles were taken", got)
	}
	d.do(forecourt.Reset{}, forecourt.Authorise{}, prices)
	if d.e.Prices()[0] != price2(19_990) {
		t.Error("a price was taken by a released point")
	}
}

func TestSilence(t *testing.T) {
	for _, c := range []struct {
		silence Silence
		want    forecourt.Status
	}{{FinishThenLock, isFuelling}, {GoOn, isFuelling}, {StopAtOnce, isEndedOut}} {
		d := newDesk(t, Config{Profile: Profile{Silence: c.silence}}).flowing(0)
		d.Advance(4 * time.Second)
		d.want(t, c.want)
		if len(d.Events("controller-lost")) != 1 {
			t.Errorf("%s: events %v", c.silence, d.Names())
		}
		d.reports()
		d.poll()
		if len(d.Events("controller-found")) != 2 || !slices.Equal(statuses(d.reports()), []forecourt.Status{c.want}) {
			t.Errorf("%s: not told again", c.silence)
		}
	}
	d := newDesk(t, Config{}).ready()
	d.do(forecourt.Authorise{})
	d.Advance(4 * time.Second)
	d.want(t, isIdle)
	d.lift(0)
	d.want(t, isCalling)
}

func TestQuestionsAreAnswered(t *testing.T) {
	d := newDesk(t, Config{Profile: Profile{Identity: forecourt.IdentityReport{Maker: 1, Type: 2, Version: 3}}}).flowing(0)
	d.hang(0)
	d.wait(time.Second)
	total := d.e.Totals(1)
	d.reports()
	d.do(forecourt.ReturnTotals{Nozzle: 1}, forecourt.ReturnTotals{Nozzle: 1, Amount: true}, forecourt.ReturnIdentity{},
		forecourt.ReturnPrices{}, forecourt.ReturnParameters{}, forecourt.ReturnStatus{}, forecourt.ReturnFilling{})
	r := d.reports()
	if len(r) != 9 || !contains(r[:1], forecourt.TotalsReport{Nozzle: 1, Totals: forecourt.Totals{Volume: total.Volume}}) ||
		!contains(r[1:2], forecourt.TotalsReport{Nozzle: 1, IsAmount: true, Totals: forecourt.Totals{Amount: total.Amount}}) {
		t.Errorf("answered %v", r)
	}
	if p, ok := r[3].(forecourt.PricesReport); !ok || !slices.Equal(p.Prices, prices.Prices) {
		t.Errorf("prices %v", r[3])
	}
	d.Forget()
	d.do(forecourt.ReturnTotals{Nozzle: 9}, 42)
	if len(d.Faults) != 2 {
		t.Errorf("faults %v", d.Faults)
	}
}

func TestPowerCutInMidSale(t *testing.T) {
	for _, holdUp := range []bool{true, false} {
		d := newDesk(t, Config{Profile: Profile{NoHoldUp: !holdUp}}).flowing(0)
		d.wait(1120 * time.Millisecond)
		d.PowerOff()
		if d.Driven(SlowPort(0)) || d.Driven(FastPort(0)) || d.Driven(MotorPort(0)) {
			t.Fatal("an output is on without power")
		}
		d.Advance(100 * time.Millisecond)
		d.Pump(PulserPort(0), 0)
		d.Level(BootPort(0), false)
		d.PowerOn()
		c := d.completed(t)
		want := map[bool]int64{true: 212, false: 204}[holdUp] // without, the last display update counts
		if c.Pulses != want || c.Reason != forecourt.EndedByFault || len(d.Events("completed")) != 1 {
			t.Errorf("hold-up %v: completed %+v", holdUp, c)
		}
		d.want(t, forecourt.Status{State: forecourt.Inoperative, Ended: true})
		d.balanced(t)
		if b := d.e.Books()[0]; b.Outside != 222-want {
			t.Errorf("hold-up %v: books %+v", holdUp, b)
		}
		d.poll()
		if !contains(d.session.reports, forecourt.AlarmReport{Alarm: forecourt.AlarmPowerFailure}) {
			t.Error("the power failure was not reported")
		}
		d.do(prices)
		d.want(t, isEnded)
		if v, m := d.e.Display(); v != c.Volume || m != c.Amount {
			t.Errorf("the display shows %s, %s, want the sale %+v", v, m, c)
		}
		totals := d.e.Totals(1)
		d.do(forecourt.Reset{})
		d.PowerOff()
		d.PowerOn()
		if d.e.Totals(1) != totals || len(d.Events("completed")) != 1 {
			t.Errorf("totals %v after a second cut, want %v", d.e.Totals(1), totals)
		}
	}
}

func TestNozzleHungWithoutPowerIsSeenWhenItReturns(t *testing.T) {
	d := newDesk(t, Config{}).ready()
	d.PowerOff()
	d.lift(1)
	d.PowerOn()
	if d.e.Out() != 2 {
		t.Errorf("nozzle %d is out, want 2", d.e.Out())
	}
}

func TestHearingOthersPollsDoesNotAllocate(t *testing.T) {
	d := newDesk(t, Config{}).ready()
	poll := []byte{0x51, 0x20, 0xFA}
	if n := testing.AllocsPerRun(1000, func() { d.Hear(PortBus, poll) }); n != 0 {
		t.Errorf("%v allocations a poll", n)
	}
}

func TestDeviceLimitsAreNotExceeded(t *testing.T) {
	for name, limits := range map[string]Limits{
		"volume": {Volume: unit.Indicated{Count: 1000, Decimals: 2}},
		"amount": {Amount: unit.Money{Minor: 1799, Currency: "EUR"}},
	} {
		d := newDesk(t, Config{Limits: limits}).flowing(0)
		d.do(forecourt.PresetVolume{Limit: unit.Indicated{Count: 99_999, Decimals: 2}})
		d.wait(9 * time.Second)
		d.want(t, isLimited)
		if v, m := d.e.Display(); v.Count != 1000 || m.Minor != 1799 {
			t.Errorf("%s: the display shows %s, %s", name, v, m)
		}
	}
}

func TestOneTotalizerDigitIsCarriedFromSaleToSale(t *testing.T) {
	d := newDesk(t, Config{Nozzles: []NozzleConfig{{PulsesPerUnit: 1000}, {}}}).ready()
	for range 4 {
		d.do(forecourt.Authorise{})
		d.lift(0)
		d.wait(time.Second)
		d.Pour(PulserPort(0), 1_005_000) // 1005 pulses, 100.5 counts
		d.hang(0)
		d.wait(time.Second)
		d.do(forecourt.Reset{})
	}
	var counts []int64
	for _, c := range d.Events("completed") {
		counts = append(counts, c.(Completed).Volume.Count)
	}
	if !slices.Equal(counts, []int64{100, 101, 100, 101}) || d.e.Totals(1).Volume.Count != 402 {
		t.Errorf("sales %v, total %s", counts, d.e.Totals(1).Volume)
	}
	d.balanced(t)
}
