package twowire

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

type orderKind uint8

const (
	askStatus orderKind = iota
	askSale
	askTotals
	askExtended
	sendBlock
	sendAuthorise
	sendStop
)

// How long a block or a release waits for a pump that is neither OFF nor CALL. A release must not come alive late.
const (
	releaseWaits = 3 * time.Second
	pricesWait   = 30 * time.Second
)

// order is one command on its way to a pump.
type order struct {
	kind      orderKind
	at        clock.Instant
	cmd       forecourt.Command // nil: our own
	release   bool              // a preset or an authorise: those of one instant stand and fall together
	block     []byte
	price     unit.Price // of a price block, and whose
	nozzle    forecourt.Nozzle
	level     forecourt.PriceLevel // of a price block, or that a level block selects
	amount    bool                 // of totals
	active    bool                 // said, at least in part
	checks    bool                 // said; the next status shows whether it was obeyed
	tries     int
	notBefore clock.Instant
}

// writes says that the order changes something, and needs a pump that is OFF or CALL.
func (o *order) writes() bool { return o.kind == sendBlock || o.kind == sendAuthorise }

// Do queues a command; the address must be polled. AllowNozzles and Reset put nothing on the wire.
func (m *controller) Do(at clock.Instant, address byte, n wire.Noun) error {
	for i := range m.pumps {
		if m.pumps[i].address == address {
			return m.order(&m.pumps[i], at, n)
		}
	}
	return fmt.Errorf("twowire: %T for address %d, which is not polled", n, address)
}

func (m *controller) order(p *pump, at clock.Instant, n wire.Noun) error {
	switch n := n.(type) {
	case forecourt.ReturnStatus:
		p.push(order{kind: askStatus, at: at, cmd: n})
	case forecourt.ReturnFilling:
		p.push(order{kind: askSale, at: at, cmd: n})
	case forecourt.ReturnTotals:
		if n.Nozzle < 1 || int(n.Nozzle) > m.codec.nozzles {
			return fmt.Errorf("twowire: totals of nozzle %d, expected 1 to %d", n.Nozzle, m.codec.nozzles)
		}
		p.push(order{kind: askTotals, at: at, cmd: n, nozzle: n.Nozzle, amount: n.Amount})
	case forecourt.AllowNozzles:
		return m.allow(p, n)
	case forecourt.PresetVolume:
		return m.preset(p, at, n)
	case forecourt.PresetAmount:
		return m.preset(p, at, n)
	case forecourt.SetPrices:
		return m.setPrices(p, at, n)
	case forecourt.SelectLevel:
		return m.selectLevel(p, at, n)
	case forecourt.Authorise:
		return m.authorise(p, at, n)
	case forecourt.Reset:
		p.resets = p.known
		if p.known && p.says >= saysPEOT && p.says <= saysStopped && !p.read && !p.has(askSale) {
			p.push(order{kind: askSale, at: at}) // it was not read: without that it stays
		}
	case forecourt.Stop:
		m.stop(p, at, n)
	default:
		return fmt.Errorf("twowire: a controller cannot send %T", n)
	}
	return nil
}

// allow keeps for which nozzles presets and releases are: the wire names one or none.
func (m *controller) allow(p *pump, n forecourt.AllowNozzles) error {
	set := 0
	for _, x := range n.Nozzles {
		if x < 1 || int(x) > m.codec.nozzles {
			return fmt.Errorf("twowire: nozzle %d, expected 1 to %d", x, m.codec.nozzles)
		}
		set |= 1 << (x - 1)
	}
	switch {
	case set == 1<<m.codec.nozzles-1:
		p.grade = 0
	case set != 0 && set&(set-1) == 0:
		p.grade = n.Nozzles[0]
	default:
		return fmt.Errorf("twowire: a release is for one nozzle or for all, not for %v of %d", n.Nozzles, m.codec.nozzles)
	}
	return nil
}

func (m *controller) preset(p *pump, at clock.Instant, n forecourt.Command) error {
	b, err := m.codec.appendPreset(nil, n, p.wanted, p.grade)
	if err == nil {
		p.push(order{kind: sendBlock, at: at, cmd: n, release: true, block: b})
	}
	return err
}

// authorise goes with the preset of its instant. Without one it has the highest preset where it is for one nozzle, or
// where the pump has kept the limit of a release that came to nothing.
func (m *controller) authorise(p *pump, at clock.Instant, n forecourt.Authorise) error {
	if last := len(p.orders) - 1; (p.grade != 0 || p.preset) && (last < 0 || !p.orders[last].release || p.orders[last].at != at) {
		b, err := m.codec.appendPreset(nil, m.codec.mostMoney(), p.wanted, p.grade)
		if err != nil {
			return err
		}
		p.push(order{kind: sendBlock, at: at, release: true, block: b})
	}
	p.push(order{kind: sendAuthorise, at: at, cmd: n, release: true})
	return nil
}

// stop goes first, and takes back releases that are not on the wire yet.
func (m *controller) stop(p *pump, at clock.Instant, n forecourt.Stop) {
	kept := p.orders[:0]
	var refused []order
	for _, o := range p.orders {
		if o.release && !o.active {
			refused = append(refused, o)
			continue
		}
		if o.release {
			o.tries = maxTries // not again
		}
		kept = append(kept, o)
	}
	clear(p.orders[len(kept):])
	p.orders = kept
	first := 0
	if len(kept) > 0 && kept[0].active {
		first = 1
	}
	p.orders = append(p.orders, order{})
	copy(p.orders[first+1:], p.orders[first:])
	p.orders[first] = order{kind: sendStop, at: at, cmd: n}
	m.tellRefused(p, refused, "stopped")
}

func (p *pump) push(o order) { p.orders = append(p.orders, o) }

func (p *pump) has(k orderKind) bool {
	for i := range p.orders {
		if p.orders[i].kind == k {
			return true
		}
	}
	return false
}

// choose brings the order that comes next to the front; false: none can be said now. What reads goes ahead of what
// waits for the pump to become OFF or CALL; what was given at the same instant as a write does not.
func (p *pump) choose(at clock.Instant) bool {
	if len(p.orders) > 0 && p.orders[0].checks {
		return true
	}
	ready := p.says == saysOff || p.says == saysCall
	blocked, since := false, clock.Instant(0)
	for i := range p.orders {
		o := &p.orders[i]
		free := o.notBefore <= at
		if o.writes() {
			free = free && ready && !blocked
		} else {
			free = free && !(o.kind == askStatus && blocked && o.at == since) && !(o.kind == askExtended && !ready)
		}
		if free {
			chosen := *o
			copy(p.orders[1:i+1], p.orders[:i])
			p.orders[0] = chosen
			return true
		}
		if o.writes() && !blocked {
			blocked, since = true, o.at
		}
	}
	return false
}
