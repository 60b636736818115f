package twowire

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// pump is what the master keeps for one address.
type pump struct {
	address, nibble byte

	online, offline bool // neither: not heard yet, and not given up
	heardAt         clock.Instant
	misses          int
	missed          bool // poll before anything else

	says       byte // the last status nibble
	known      bool
	ended      bool // a sale is over and no Reset was ordered since
	resets     bool // a Reset was ordered
	read       bool // the finished sale was read with 4p
	out        bool
	nozzle     forecourt.Nozzle
	told       forecourt.Status // and of the nozzle:
	toldNozzle forecourt.Nozzle
	toldOut    bool
	money      int64            // of the running sale, as told
	grade      forecourt.Nozzle // that releases are for; 0: all
	preset     bool             // a preset was sent, and no sale has begun since
	prices     priceTable
	wanted     forecourt.PriceLevel // as ordered, for the presets
	level      forecourt.PriceLevel // as the pump has taken it

	orders []order
	run    int
}

// become takes a status, and tells what is new of it; all of it where it was asked for.
func (m *controller) become(p *pump, s byte, asked bool) {
	before, first := p.says, !p.known
	p.says, p.known = s, true
	p.read = p.read && s >= saysPEOT && s <= saysStopped
	switch s {
	case saysOff, saysCall:
		p.ended = (p.ended || !first && before == saysPEOT) && !p.resets
		p.resets = false
	case saysFEOT, saysStopped:
		p.ended = true
	case saysAuthorised, saysBusy:
		p.ended, p.resets, p.preset = false, false, false
	}
	if s == saysAuthorised && before != s {
		p.money = 0
	}
	m.place(p, s)
	if s == saysCall && (first || before != s) && m.codec.nozzles > 1 && !p.has(askExtended) {
		p.push(order{kind: askExtended, block: extendedStatus})
	}
	m.tellNozzle(p, first || asked)
	if st := p.status(); first || asked || st != p.told {
		p.told = st
		m.out.Heard(p.address, forecourt.StatusReport{Status: st})
	}
}

// place takes from a status whether a nozzle is out. Which one it is, only the extended status tells, but where there is
// one nozzle.
func (m *controller) place(p *pump, s byte) {
	switch s {
	case saysOff, saysFEOT:
		p.out, p.nozzle = false, 0
	case saysCall, saysBusy, saysPEOT, saysStopped:
		p.out = true
	}
	switch {
	case p.out && m.codec.nozzles == 1:
		p.nozzle = 1
	case s == saysBusy && p.nozzle == 0:
		p.nozzle = p.grade // released for this one before any was lifted
	}
}

// status is the state that a nibble stands for.
func (p *pump) status() forecourt.Status {
	switch p.says {
	case saysCall:
		return forecourt.Status{State: forecourt.Calling, Ended: p.ended}
	case saysAuthorised:
		return forecourt.Status{State: forecourt.Authorised}
	case saysBusy:
		return forecourt.Status{State: forecourt.Fuelling}
	case saysPEOT:
		return forecourt.Status{State: forecourt.Fuelling, LimitReached: true}
	case saysStopped:
		return forecourt.Status{State: forecourt.Calling, Ended: true}
	}
	return forecourt.Status{State: forecourt.Idle, Ended: p.ended}
}

func (m *controller) tellNozzle(p *pump, anyway bool) {
	if !anyway && p.toldNozzle == p.nozzle && p.toldOut == p.out {
		return
	}
	p.toldNozzle, p.toldOut = p.nozzle, p.out
	price := p.prices.at(p.level, p.nozzle)
	if price == (unit.Price{}) {
		price = m.codec.price(0)
	}
	m.out.Heard(p.address, forecourt.NozzleReport{Nozzle: p.nozzle, Out: p.out, Price: price})
}
