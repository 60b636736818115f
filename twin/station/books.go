package station

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/unit"
)

// books is what the station notes of the run, from the timeline alone, to hold against the parties' own books.
type books struct {
	station   *Station
	tickets   map[nozzle]*ticket        // by the dispensers' completed sales
	sold      map[nozzle]unit.Indicated // by the controller's sales
	sales     map[string]forecourt.Sale
	twice     []string                  // sale numbers that the controller used again
	fresh     []forecourt.Sale          // sales that have not been looked at
	touched   map[string]bool           // sales that an event has touched
	intents   map[string]bool           // the gateway's intents
	accounts  map[account]bool          // the host's authorisations
	posted    int                       // how much of the ledger has been looked at
	inLedger  map[string]bool           // sales in it
	unsafe    map[forecourt.Point]bool  // points whose safety an event has touched
	cuts      map[forecourt.Point]int64 // of the electronics' power
	homeOpen  map[nozzle]clock.Instant  // nozzles seen home with a valve commanded open, and when first
	hungAt    map[forecourt.Point]int64 // pulses when the nozzle came in
	hungAtNoz map[forecourt.Point]forecourt.Nozzle
	leakedAt  map[forecourt.Point]int64 // stray pulses that were named when the nozzle came in
	broken    map[nozzle]bool           // nozzles in whose parts a fault was planted
	gone      map[nozzle]*ticket        // of computers that were replaced
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
		unsafe: map[forecourt.Point]bool{}, cuts: map[forecourt.Point]int64{}, homeOpen: map[nozzle]clock.Instant{}, hungAt: map[forecourt.Point]int64{}, hungAtNoz: map[forecourt.Point]forecourt.Nozzle{},
		leakedAt: map[forecourt.Point]int64{}, broken: map[nozzle]bool{}, gone: map[nozzle]*ticket{},
	}
	s.loop.Watch(s.books.note)
	for _, i := range []loop.Invariant{
		{Name: "physical litres", Touched: on("completed", "flow-stopped", "delivered"), Check: s.books.physicalLitres},
		{Name: "indicated litres", Touched: on("completed", "sale-finished", "sale-recovered"), Check: s.books.indicatedLitres},
		{Name: "money", Touched: func(forecourt.Told) bool { return len(s.books.intents)+len(s.books.accounts) > 0 }, Check: s.books.money},
		{Name: "one sale once", Touched: func(forecourt.Told) bool { return len(s.books.touched) > 0 }, Check: s.books.oneSaleOnce},
		{Name: "safety", Touched: on("nozzle-hung", "completed", "counted", "valve", "flow-stopped"), Check: s.books.safety},
	} {
		s.loop.Invariant(i)
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
	switch t.Role.Kind {
	case electronics.Kind, hydraulics.Kind:
		b.unsafe[forecourt.Point(t.Role.Number)] = true
	case "pos", "oms":
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
		delete(b.hungAtNoz, forecourt.Point(t.Role.Number)) // it may come home while nobody sees it
	case electronics.NozzleHung:
		p := b.point(forecourt.Point(t.Role.Number))
		b.hungAt[p.Number], b.hungAtNoz[p.Number] = p.Pulses(int(e.Nozzle)-1), e.Nozzle
		_, b.leakedAt[p.Number] = b.strays(p, int(e.Nozzle)-1)
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

func (b *books) point(n forecourt.Point) *Point {
	for _, p := range b.station.points {
		if p.Number == n {
			return p
		}
	}
	panic("station: an event of a fuelling point that is not there")
}
