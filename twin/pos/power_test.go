package pos

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
)

// lost plans what happens to the next exchanges with a host: "request", "answer", or nothing.
func lost(r *rig, host string, faults ...string) {
	for _, f := range faults {
		if f == "request" || f == "answer" {
			f = "lose-" + f
		}
		if err := r.loop.FaultHTTP(host, loop.HTTPFault(f)); err != nil {
			r.t.Errorf("%v", err)
		}
	}
}

func powerOff(r *rig) { _ = r.loop.PowerOff(Role) }
func powerOn(r *rig)  { _ = r.loop.PowerOn(Role) }

// TestPowerCutAtAnyInstant plays an outdoor sale, a prepaid one and one paid at the till while the POS loses its power
// at random instants and the network its answers. In the end the books balance: every sale is settled and posted once,
// every hold captured or given back.
func TestPowerCutAtAnyInstant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRig(t, Config{})
		script := []step{
			at(0, state(1, forecourt.Idle)),
			at(1*sec, card("visa-credit")),
			at(2*sec, ifOn(Prepay{Point: 2, Amount: eur(5000), Tender: Card, Card: "mastercard-credit"})),
			at(15*sec, lift(1)), at(16*sec, lift(2)),
			at(40*sec, deliver("1", 1, 4211)), at(41*sec, deliver("2", 2, 3000)),
			at(90*sec, ifOn(Pay{Point: 1, Tender: Card, Card: "visa-chip"})),
			at(91*sec, ifOn(Pay{Point: 2, Tender: Cash})),
			at(1000*sec, expire(1)), at(1000*sec, expire(2)),
			at(1800*sec, ifOn(Pay{Point: 1, Tender: Cash})), at(1801*sec, ifOn(Pay{Point: 2, Tender: Cash})),
		}
		script = insert(script, drawCuts(t)...)
		for range rapid.IntRange(0, 4).Draw(t, "faults") {
			host := rapid.SampledFrom([]string{"gateway", "oms"}).Draw(t, "host")
			fault := string(rapid.SampledFrom(loop.HTTPFaults).Draw(t, "fault").Fault)
			when := time.Duration(rapid.IntRange(0, 100_000).Draw(t, "when")) * time.Millisecond
			script = insert(script, step{when, func(r *rig) { lost(r, host, fault) }})
		}
		r.play(script...)
		r.balance()
		for _, sale := range r.pos.Books().Sales {
			if sale.State != Settled {
				t.Errorf("sale %s is %s", sale.Sale, sale.State)
			}
		}
		if r.oms.conflict || len(r.control.unpaid) > 0 {
			t.Errorf("conflict %v, unpaid %v", r.oms.conflict, r.control.unpaid)
		}
	})
}

// drawCuts draws power cuts one after the other, often where something is likely to be under way.
func drawCuts(t *rapid.T) (cuts []step) {
	from := time.Duration(0)
	for range rapid.IntRange(1, 3).Draw(t, "cuts") {
		cut := from + time.Duration(rapid.IntRange(0, 100_000).Draw(t, "cut"))*time.Millisecond
		base := rapid.SampledFrom([]time.Duration{sec, 2 * sec, 40 * sec, 41 * sec, 90 * sec}).Draw(t, "base")
		if base >= from && rapid.Bool().Draw(t, "near") {
			cut = base + time.Duration(rapid.IntRange(0, 3000).Draw(t, "after"))*time.Millisecond
		}
		dark := time.Duration(rapid.IntRange(1, 60_000).Draw(t, "dark")) * time.Millisecond
		cuts = append(cuts, step{cut, powerOff}, step{cut + dark, powerOn})
		from = cut + dark
	}
	return cuts
}

func insert(script []step, more ...step) []step {
	for _, m := range more {
		i := 0
		for i < len(script) && script[i].at <= m.at {
			i++
		}
		script = append(script[:i], append([]step{m}, script[i:]...)...)
	}
	return script
}

func ifOn(st forecourt.Stimulus) func(*rig) {
	return func(r *rig) { _ = r.loop.Sense(Role, st) }
}

// lift fuels at a point if it is released.
func lift(p forecourt.Point) func(*rig) {
	return func(r *rig) {
		if r.control.states[p] == forecourt.Authorised {
			r.control.state(p, forecourt.Fuelling)
		}
	}
}

// expire ends a release that nobody used, as a controller does in its own time.
func expire(p forecourt.Point) func(*rig) {
	return func(r *rig) {
		if open, is := r.control.open[p]; is {
			r.control.take(forecourt.Withdraw{Point: p, Reference: open.Reference})
		}
	}
}

func deliver(id string, p forecourt.Point, minor int64) func(*rig) {
	return func(r *rig) {
		if r.control.states[p] == forecourt.Fuelling {
			r.control.finish(fuel(id, p, minor))
		}
	}
}

func TestRestartInMidSaleCapturesOnce(t *testing.T) {
	r := newRig(t, Config{})
	r.play(at(sec, card("visa-credit")), at(8*sec, state(1, forecourt.Fuelling)), at(20*sec, powerOff), at(25*sec, powerOn), at(400*sec, finished("1", 1, 4211)))
	r.balance()
	if r.count("captured") != 1 || r.count("posted") != 1 || r.count("hold-released") != 0 {
		t.Fatalf("told %s", r.names())
	}
}

func TestSaleThatEndedWhileThePOSWasOffIsCapturedOnce(t *testing.T) {
	r := newRig(t, Config{})
	r.play(at(sec, card("visa-credit")), at(8*sec, state(1, forecourt.Fuelling)), at(20*sec, powerOff), at(30*sec, finished("1", 1, 4211)), at(60*sec, powerOn))
	r.balance()
	if r.count("captured") != 1 || r.count("posted") != 1 {
		t.Fatalf("told %s", r.names())
	}
}

func TestReleaseThatEndedWhileThePOSWasOffIsGivenBack(t *testing.T) {
	r := newRig(t, Config{})
	r.play(at(sec, card("visa-credit")), at(8*sec, powerOff), at(9*sec, func(r *rig) { delete(r.control.open, 1) }), at(60*sec, powerOn))
	r.balance()
	if r.count("hold-released") != 1 || r.count("captured") != 0 {
		t.Fatalf("told %s", r.names())
	}
}

func TestSaleWhoseNewsWasLostIsFound(t *testing.T) {
	cut := func(down bool) func(*rig) { return func(r *rig) { r.link.Cut(down) } }
	r := newRig(t, Config{})
	r.play(at(sec, card("visa-credit")), at(8*sec, state(1, forecourt.Fuelling)), at(20*sec, cut(true)), at(30*sec, fuel1), at(40*sec, cut(false)))
	r.balance()
	if r.count("captured") != 1 || r.count("posted") != 1 {
		t.Fatalf("told %s", r.names())
	}
}

// TestASaleForTheTillWhoseNewsWasLostIsFound loses what the controller says of a delivery that nobody has paid for yet: its
// sale alone, or its end too.
func TestASaleForTheTillWhoseNewsWasLostIsFound(t *testing.T) {
	cut := func(down bool) func(*rig) { return func(r *rig) { r.link.Cut(down) } }
	for _, whole := range []bool{false, true} {
		r := newRig(t, Config{})
		script := []step{at(sec, state(1, forecourt.Calling)), at(8*sec, state(1, forecourt.Fuelling))}
		if whole {
			script = append(script, at(20*sec, cut(true)), at(25*sec, state(1, forecourt.Idle)))
		} else {
			script = append(script, at(25*sec, state(1, forecourt.Idle)), at(26*sec, cut(true)))
		}
		r.play(append(script, at(30*sec, fuel1), at(40*sec, cut(false)), at(300*sec, ifOn(Pay{Point: 1, Tender: Cash})))...)
		r.balance()
		if r.count("paid") != 1 || r.count("posted") != 1 {
			t.Fatalf("told %s", r.names())
		}
	}
}

func fuel1(r *rig) { r.control.finish(fuel("1", 1, 4211)) }

func TestSaleBeforeALostWithdrawIsCaptured(t *testing.T) {
	cut := func(down bool) func(*rig) { return func(r *rig) { r.link.Cut(down) } }
	r := newRig(t, Config{})
	r.play(at(sec, card("visa-credit")), at(8*sec, cut(true)), at(10*sec, state(1, forecourt.Fuelling)), at(30*sec, fuel1), at(80*sec, cut(false)))
	r.balance()
	if r.count("captured") != 1 || r.count("hold-released") != 0 {
		t.Fatalf("told %s", r.names())
	}
}

func TestSameSeedTellsTheSameRun(t *testing.T) {
	run := func() string {
		r := newRig(t, Config{})
		r.play(at(sec, card("visa-credit")), at(8*sec, state(1, forecourt.Fuelling)), at(20*sec, powerOff), at(25*sec, powerOn), at(40*sec, fuel1))
		return r.journal.String()
	}
	if a, b := run(), run(); a != b {
		t.Fatal("two runs of one seed differ")
	}
}
