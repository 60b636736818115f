package udc

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

const (
	turnAround    = 5 * time.Millisecond  // answers come 3 to 25 ms after the request (B)
	maxTurnAround = 25 * time.Millisecond //
	shortGap      = 4 * time.Millisecond  // ends a short Cx A3 where that is allowed
)

// dispenser is the fuelling point's end. It speaks only when asked, from what its device reported last.
type dispenser struct {
	out        wire.Out
	codec      codec
	manner     Manner
	address    byte
	isLenient  bool
	turnAround time.Duration

	parser parser
	lone   [2]byte // an answer of one byte
	raw    []byte  // a longer one
	plain  []byte  // request or answer, not doubled
	trial  []byte  // for whether a report fits

	status forecourt.Status // zero State: nothing was reported yet
	nozzle forecourt.NozzleReport
	hung   bool                    // the nozzle was hung since the sale began
	acting bool                    // a halt or resume was delivered, and no status reported since
	shown  forecourt.FillingReport // as A1 tells it
	price  unit.Price              // of what is shown
	totals [maxNozzle]known
	maker  byte

	prices    columns // as the controller wants them; zero: never told
	delivered columns // to the device, where any were
	sent      bool
	owed      bool                 // they were delivered in mid-sale
	level     forecourt.PriceLevel // that the device sells at
}

// known are the totals of a nozzle as far as the device reported them.
type known struct {
	forecourt.Totals
	volume, amount bool
}

func newDispenser(o wire.Options, m Manner, c codec, out wire.Out) (*dispenser, error) {
	if len(o.Addresses) != 1 {
		return nil, fmt.Errorf("udc: %d addresses, a dispenser's end has one", len(o.Addresses))
	}
	if o.TurnAround < 0 || o.TurnAround > maxTurnAround {
		return nil, fmt.Errorf("udc: turn-around %s, a fuelling point answers within %s", o.TurnAround, maxTurnAround)
	}
	d := &dispenser{
		out: out, codec: c, manner: m, address: o.Addresses[0], isLenient: o.Lenient, turnAround: o.TurnAround,
		shown: c.nothing(), price: c.noPrice(), maker: m.Identity,
	}
	if d.turnAround == 0 {
		d.turnAround = turnAround
	}
	return d, nil
}

// Start forgets what was heard of a request. Reports stay.
func (d *dispenser) Start(clock.Instant) { d.parser.reset() }

// Wake ends a short Cx A3; nothing else has a timer here.
func (d *dispenser) Wake(at clock.Instant) {
	if d.isShort() && at.Sub(d.parser.last) >= shortGap {
		raw := d.parser.buf[:d.parser.n]
		d.parser.reset()
		d.obey(raw)
	}
}

// isShort says whether what has been heard is a Cx A3 as field masters send it: 4 prices without blends (B: CSS), or 8
// prices with none or 4 of the blends (B: AS).
func (d *dispenser) isShort() bool {
	p := &d.parser
	if !d.isLenient || p.n < headRaw || p.n&1 != 0 || p.buf[0] != aux(d.address) || p.buf[2] != doPrices {
		return false
	}
	n := (p.n - headRaw) / 2
	return n == pricesSize/2 || n == pricesSize || n == pricesSize+blendsSize/2
}

// Hear answers what is for this fuelling point. The first lines are the hot path: on an idle line nearly all that comes
// is A2, for this point or another, and answers of others.
func (d *dispenser) Hear(c wire.Chunk) {
	b := c.Bytes
	if len(b) == headRaw && b[2] == askStatus && isPoint(b[0]) && b[1] == ^b[0] && b[3] == ^b[2] && c.Marks == 0 && d.parser.idle() {
		if b[0] == d.address {
			d.catchUp()
			d.sayStatus()
		}
		return
	}
	if broken := d.parser.begin(c.First, c.Last); d.isMine(broken) {
		d.out.Fault(newFault(broken, defect{len(broken), "request broke off"}))
	}
	if c.Marks&badMarks != 0 {
		owner := b
		if !d.parser.idle() {
			owner = d.parser.buf[:d.parser.n]
		}
		if d.isMine(owner) { // as far as can be told; else every point of a line would report it
			d.out.Fault(newFault(b, defect{0, markReason(c.Marks)}))
		}
		d.parser.reset()
		return
	}
	for len(b) > 0 {
		var msg []byte
		var wrong defect
		msg, b, wrong = d.parser.take(b)
		switch {
		case !d.isMine(msg):
		case wrong.reason != "":
			d.out.Fault(newFault(msg, wrong))
		default:
			d.obey(msg)
		}
	}
	if d.isShort() {
		d.out.WakeAt(c.Last.Add(shortGap))
	}
}

func (d *dispenser) isMine(raw []byte) bool {
	return len(raw) > 0 && (raw[0] == d.address || raw[0] == aux(d.address))
}

// say answers with bytes, each with its complement.
func (d *dispenser) say(b ...byte) {
	d.raw = appendDouble(d.raw[:0], b...)
	d.out.Say(d.turnAround, d.raw)
}

func (d *dispenser) sayStatus() { d.sayByte(d.code()) }

func (d *dispenser) sayByte(x byte) {
	d.lone = [2]byte{x, ^x}
	d.out.Say(d.turnAround, d.lone[:])
}

// code is the status as it travels.
func (d *dispenser) code() byte {
	s := d.status
	switch {
	case s.State < forecourt.Idle:
		return codeUninitialised
	case s.Ended && s.State == forecourt.Calling && !d.hung:
		return codeEnded
	case s.Ended:
		return codeIdle // a nozzle lifted since is hidden until the sale has been read
	case s.LimitReached:
		return codeEnded
	}
	switch s.State {
	case forecourt.Calling:
		return codeCalling
	case forecourt.Authorised, forecourt.Started:
		return codeAuthorised
	case forecourt.Fuelling:
		if isNothing(d.shown) {
			return codeSlow
		}
		return codeFast
	case forecourt.SuspendedStarted, forecourt.SuspendedFuelling:
		if d.nozzle.Out {
			return codeHalted
		}
		return codeReturned
	}
	return codeIdle
}

// Do keeps a report for the answers to come.
func (d *dispenser) Do(_ clock.Instant, _ byte, n wire.Noun) error {
	switch r := n.(type) {
	case forecourt.StatusReport:
		return d.keepStatus(r.Status)
	case forecourt.NozzleReport:
		return d.keepNozzle(r)
	case forecourt.FillingReport:
		if _, err := d.codec.appendDisplay(d.trial[:0], d.price, r); err != nil {
			return err
		}
		if !isNothing(r) || d.status.Ended || delivering(d.status.State) {
			d.shown = r // what a reset clears stays for A1
		}
		return nil
	case forecourt.TotalsReport:
		return d.keepTotals(r)
	case forecourt.IdentityReport:
		if r.Type < 0 || r.Type > 0xFF {
			return fmt.Errorf("udc: type %d does not fit one byte", r.Type)
		}
		if r.Type != 0 {
			d.maker = byte(r.Type)
		}
		return nil
	case forecourt.SuspendReport:
		return nil // the status tells it
	}
	return fmt.Errorf("udc: a dispenser cannot send %T", n)
}

func (d *dispenser) keepStatus(s forecourt.Status) error {
	if s.State < forecourt.Inoperative || s.State > forecourt.SuspendedFuelling {
		return fmt.Errorf("udc: there is no %s to report", s.State)
	}
	if delivering(s.State) && !delivering(d.status.State) {
		d.hung = false
		if d.status.State != 0 { // else it was under way before this end was
			d.shown = d.codec.nothing()
			d.price = d.nozzle.Price
		}
	}
	d.hung = d.hung || s.State == forecourt.Idle
	d.status, d.acting = s, false
	return nil
}

func (d *dispenser) keepNozzle(r forecourt.NozzleReport) error {
	if r.Nozzle > maxNozzle {
		return fmt.Errorf("udc: nozzle %d, expected 0 to %d", r.Nozzle, maxNozzle)
	}
	if _, err := d.codec.appendPrice(d.trial[:0], r.Price); err != nil {
		return err
	}
	d.hung = d.hung || !r.Out || r.Nozzle != d.nozzle.Nozzle
	d.nozzle = r
	atRest := (d.status.State == forecourt.Idle || d.status.State == forecourt.Calling) && !d.status.Ended
	if !atRest && r.Price.E4 != 0 {
		d.price = r.Price
	}
	return nil
}

func (d *dispenser) keepTotals(r forecourt.TotalsReport) (err error) {
	if r.Nozzle < 1 || r.Nozzle > maxNozzle {
		return fmt.Errorf("udc: totals of nozzle %d, expected 1 to %d", r.Nozzle, maxNozzle)
	}
	t := &d.totals[r.Nozzle-1]
	if r.IsAmount {
		if _, err = d.codec.appendAmount(d.trial[:0], r.Totals.Amount, totalSize); err == nil {
			t.Totals.Amount, t.amount = r.Totals.Amount, true
		}
		return err
	}
	if _, err = d.codec.appendVolume(d.trial[:0], r.Totals.Volume, totalSize); err == nil {
		t.Totals.Volume, t.volume = r.Totals.Volume, true
	}
	return err
}
