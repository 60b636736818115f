package station

import (
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/unit"
)

// books is what the station notes of the run, from the timeline alone, to hold against the parties' own books.
type books struct {
	station   *Station
	tickets   map[nozzle]*ticket        // by the dispensers' completed sales
	sold      map[nozzle]unit.Indicated // by the controller's sales
	sales     map[string]forecourt.Sale
	twice     []string           // sale numbers that the controller used again
	fresh     []forecourt.Sale   // sales that have not been looked at
	closed    bool               // money went back, or a shift was closed, since it was looked
	touched   map[string]bool    // sales that an event has touched
	intents   map[string]bool    // the gateway's intents
	accounts  map[account]bool   // the host's authorisations
	posted    int                // how much of the ledger has been looked at
	inLedger  map[string]bool    // sales in it
	guards    []*guard           // by point
	unsafe    []*guard           // whom an event has touched
	broken    map[nozzle]bool    // nozzles in whose parts a fault was planted
	gone      map[nozzle]*ticket // of computers that were replaced
	settled   map[account]int    // in how many batches the host has told a capture
	twiceOver []account          // of them those in more than one
	roadside  roadside
}

type nozzle struct {
	point  forecourt.Point
	nozzle forecourt.Nozzle
}

// ticket sums up what a nozzle sold by its own tickets.
type ticket struct {
	volume unit.Indicated
	amount unit.Money
}

func (s *Station) keepBooks() {
	s.books = books{
		station: s, tickets: map[nozzle]*ticket{}, sold: map[nozzle]unit.Indicated{}, sales: map[string]forecourt.Sale{},
		touched: map[string]bool{}, intents: map[string]bool{}, accounts: map[account]bool{}, inLedger: map[string]bool{},
		broken: map[nozzle]bool{}, gone: map[nozzle]*ticket{}, roadside: newRoadside(), settled: map[account]int{},
	}
	s.books.watch(s.points)
	s.loop.Watch(s.books.note)
	for _, i := range []loop.Invariant{
		{Name: "physical litres", Touched: on("completed", "flow-stopped", "delivered"), Check: s.books.physicalLitres},
		{Name: "indicated litres", Touched: on("completed", "sale-finished", "sale-recovered"), Check: s.books.indicatedLitres},
		{Name: "money", Touched: func(forecourt.Told) bool { return len(s.books.intents)+len(s.books.accounts) > 0 }, Check: s.books.money},
		{Name: "one sale once", Touched: func(forecourt.Told) bool { return len(s.books.touched) > 0 || s.books.closed }, Check: s.books.oneSaleOnce},
		{Name: "settled once", Touched: on(), Check: s.books.settledOnce},
		{Name: "safety", Touched: on("nozzle-hung", "completed", "counted", "valve", "flow-stopped"), Check: s.books.safety},
	} {
		s.loop.Invariant(i)
	}
	if s.sign != nil {
		s.loop.Invariant(loop.Invariant{Name: "price sign", Touched: on("sale-finished"), Check: s.books.priceSign})
	}
}

func on(names ...string) func(forecourt.Told) bool {
	return func(t forecourt.Told) bool {
		for _, n := range names {
			if t.Event.Event() == n {
				return true
			}
		}
		return false
	}
}

// note keeps what the invariants need of an event.
func (b *books) note(t forecourt.Told) {
	b.roadside.note(b.station, t)
	switch t.Role.Kind {
	case electronics.Kind, hydraulics.Kind:
		b.touch(forecourt.Point(t.Role.Number))
	case "pos", "oms":
		switch t.Event.(type) {
		case pos.SaleVoided, pos.SaleRefunded, pos.ShiftClosed, pos.DayClosed:
			b.closed = true
		}
		if id := text(t.Event, "sale"); id != "" {
			b.touched[id] = true
		}
	case "gateway":
		if id := text(t.Event, "intent"); id != "" {
			b.intents[id] = true
		}
	case "host":
		b.accounts[account{text(t.Event, "terminal"), text(t.Event, "rrn")}] = true
	}
	switch e := t.Event.(type) {
	case electronics.Completed:
		k := nozzle{forecourt.Point(t.Role.Number), e.Nozzle}
		if b.tickets[k] == nil {
			b.tickets[k] = &ticket{e.Volume, e.Amount}
			return
		}
		b.tickets[k].volume = b.tickets[k].volume.Add(e.Volume)
		b.tickets[k].amount = b.tickets[k].amount.Add(e.Amount)
	case electronics.NozzleLifted:
		b.guard(forecourt.Point(t.Role.Number)).hung = 0 // it may come home while nobody sees it
	case electronics.NozzleHung:
		b.hung(forecourt.Point(t.Role.Number), e)
	case host.Settled:
		k := account{e.Exchange.Terminal, e.Exchange.RRN}
		if b.settled[k]++; b.settled[k] > 1 {
			b.twiceOver = append(b.twiceOver, k)
		}
	case forecourt.SaleFinished:
		b.sale(e.Sale)
	case forecourt.SaleRecovered:
		b.sale(e.Sale)
	}
}

// text returns a field of an event, empty where it has none.
func text(e forecourt.Event, field string) string {
	v, _ := forecourt.Value(e, field)
	s, _ := v.(string)
	return s
}

// sale enters a sale of the controller's. It may tell one again when it is asked to, with nothing changed.
func (b *books) sale(s forecourt.Sale) {
	b.touched[s.ID] = true
	if before, known := b.sales[s.ID]; known {
		if before != s {
			b.twice = append(b.twice, s.ID)
		}
		return
	}
	b.sales[s.ID] = s
	if s.Dispute != "" {
		return // what it sold is for a person to say
	}
	b.fresh = append(b.fresh, s)
	k := nozzle{s.Point, s.Nozzle}
	if sum, ok := b.sold[k]; ok {
		b.sold[k] = sum.Add(s.Volume)
	} else {
		b.sold[k] = s.Volume
	}
}
