package udc

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// forge is a pair with a device at one end and a controlling party at the other, as thin as they can be: the device
// follows the commands, the party reads each sale out, resets it, and writes it down.
type forge struct {
	t    *testing.T
	pair *wiretest.Pair

	status   forecourt.Status
	nozzle   forecourt.NozzleReport
	shown    forecourt.FillingReport
	total    int64
	releases int
	limit    unit.Money

	known   forecourt.Status
	display forecourt.FillingReport
	reading bool
	sales   []int64 // by the display, when an end was told
	totals  []int64 // by the totals that were read then
}

func newForge(t *testing.T, l wiretest.Line) *forge {
	f := &forge{t: t, shown: filling(0, 0)}
	l.Settings = settings
	pair, err := wiretest.NewPair(New(), at(hundredths, 0xF2), l)
	if err != nil {
		t.Fatal(err)
	}
	f.pair = pair
	pair.Slave.OnHeard = func(_ clock.Instant, _ byte, n wire.Noun) { f.obey(n) }
	pair.Master.OnHeard = func(_ clock.Instant, _ byte, n wire.Noun) { f.hear(n) }
	f.says(state(forecourt.Inoperative))
	return f
}

func (f *forge) says(nouns ...wire.Noun) {
	for _, n := range nouns {
		switch r := n.(type) {
		case forecourt.StatusReport:
			f.status = r.Status
		case forecourt.NozzleReport:
			f.nozzle = r
		case forecourt.FillingReport:
			f.shown = r
		}
		if err := f.pair.Slave.Session.Do(f.pair.Now(), 0, n); err != nil {
			f.t.Fatal(err)
		}
	}
}

// obey is the device.
func (f *forge) obey(n wire.Noun) {
	switch c := n.(type) {
	case forecourt.SetPrices:
		if f.status.State == forecourt.Inoperative {
			f.says(over(forecourt.Idle))
		}
	case forecourt.PresetAmount:
		f.limit = c.Limit
	case forecourt.Authorise:
		f.releases++
		f.says(state(forecourt.Authorised), state(forecourt.Started))
	case forecourt.Suspend:
		f.says(state(forecourt.SuspendedFuelling))
	case forecourt.Resume:
		f.says(state(forecourt.Fuelling))
	case forecourt.Reset:
		f.limit = unit.Money{}
		f.says(state(map[bool]forecourt.State{false: forecourt.Idle, true: forecourt.Calling}[f.nozzle.Out]), filling(0, 0))
	case forecourt.ReturnTotals:
		f.says(forecourt.TotalsReport{Nozzle: 1, IsAmount: c.Amount, Totals: forecourt.Totals{
			Volume: litres(f.total, 2), Amount: eur(2 * f.total)}})
	}
}

// hear is the party.
func (f *forge) hear(n wire.Noun) {
	switch r := n.(type) {
	case forecourt.StatusReport:
		if r.Status.Ended && !f.known.Ended {
			f.reading = true
			f.orders(forecourt.ReturnFilling{}, forecourt.ReturnTotals{Nozzle: 1})
		}
		f.known = r.Status
	case forecourt.FillingReport:
		f.display = r
	case forecourt.TotalsReport:
		if f.reading {
			f.reading = false
			f.sales, f.totals = append(f.sales, f.display.Volume.Count), append(f.totals, r.Totals.Volume.Count)
			f.orders(forecourt.Reset{})
		}
	}
}

func (f *forge) orders(nouns ...wire.Noun) {
	for _, n := range nouns {
		if err := f.pair.Master.Session.Do(f.pair.Now(), 0xF2, n); err != nil {
			f.t.Fatalf("%T: %v", n, err)
		}
	}
}

// await runs until something is so.
func (f *forge) await(what string, so func() bool) {
	for range 600 {
		if so() {
			return
		}
		f.pair.RunFor(100 * time.Millisecond)
	}
	f.t.Fatalf("%s: never; the device is %s, the party knows %s, the last sales were %v", what, f.status, f.known, f.sales)
}

func (f *forge) start() {
	f.await("heard of", func() bool { return f.known.State == forecourt.Inoperative })
	f.orders(forecourt.SetPrices{Prices: []unit.Price{eurPerL(1799)}})
	f.await("open", func() bool { return f.known == (forecourt.Status{State: forecourt.Idle}) })
}

// sell releases before or after the lift, and returns when the sale has been read and reset.
func (f *forge) sell(volume int64, liftFirst, halts bool) {
	release := func() {
		f.orders(forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{1}}, forecourt.PresetAmount{Limit: eur(5000)}, forecourt.Authorise{})
	}
	lift := func() { f.says(up(1), state(forecourt.Calling)) }
	if liftFirst {
		lift()
		f.await("calling", func() bool { return f.known.State == forecourt.Calling })
		release()
	} else {
		release()
		f.await("released", func() bool { return f.known.State == forecourt.Authorised })
		lift()
	}
	f.await("started", func() bool { return f.status.State == forecourt.Started })
	if f.limit != eur(5000) {
		f.t.Errorf("the limit is %s", f.limit)
	}
	f.says(state(forecourt.Fuelling), filling(volume/2, volume))
	f.await("fuelling", func() bool { return f.known.State == forecourt.Fuelling && f.display == filling(volume/2, volume) })
	if halts {
		f.orders(forecourt.Stop{})
		f.await("halted", func() bool { return f.known.State == forecourt.SuspendedFuelling })
		f.orders(forecourt.Resume{})
		f.await("resumed", func() bool { return f.known.State == forecourt.Fuelling })
	}
	f.says(filling(volume, 2*volume))
	f.total += volume
	f.says(down(1), over(forecourt.Idle), filling(volume, 2*volume), down(1))
	f.await("idle again", func() bool {
		return f.known == (forecourt.Status{State: forecourt.Idle}) && f.status == f.known
	})
}

// TestSalesOverABadLine: every sale is told once with its litres, and every release is obeyed once.
func TestSalesOverABadLine(t *testing.T) {
	for seed := range uint64(20) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			source := chance.New(seed, "line")
			f := newForge(t, wiretest.Line{
				Chance: source, Heals: clock.Never, ByteByByte: seed%2 == 1,
				Flip: 60, Drop: 40, Duplicate: 30, Delay: 50, MaxDelay: 10 * time.Millisecond,
			})
			f.start()
			var sales, totals []int64
			total := int64(0)
			for range 12 {
				v := 2 + source.Below(5000)
				total += v
				sales, totals = append(sales, v), append(totals, total)
				f.sell(v, source.Below(2) == 0, source.Below(3) == 0)
			}
			if diff := cmp.Diff([][]int64{sales, totals}, [][]int64{f.sales, f.totals}); diff != "" || f.releases != len(sales) {
				t.Errorf("%d releases; sales and totals (-made +told):\n%s", f.releases, diff)
			}
		})
	}
}
