package twowire

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
)

const (
	maxTurnAround = 68 * time.Millisecond // a pump answers within (A)
	turnAround    = 5 * time.Millisecond
	// errorFor is how long a pump goes on to say that it did not understand a block. The facts name only the next status
	// answer (B); one answer may be lost, and then a block is believed to be taken which was not (C: reasoning).
	errorFor = 2 * time.Second
)

// dispenser is the pump's end. It holds what its electronics said last, and speaks only when asked.
type dispenser struct {
	out        wire.Out
	codec      codec
	address    byte
	pump       byte // its nibble
	isLenient  bool
	turnAround time.Duration

	// What the electronics said.
	status forecourt.Status
	nozzle forecourt.NozzleReport
	now    sale // digits of the display, and whose they are
	totals [maxNozzle + 1]gradeTotals

	// Between the electronics and the line.
	kept      sale                 // the last finished sale: what 4p is answered with
	sold      bool                 // a release was obeyed since the last reset
	stopped   bool                 // the sale was stopped from here
	read      bool                 // the finished sale was answered to 4p
	reset     bool                 // and the electronics were told to clear it
	totalled  bool                 // some total is known
	grade     forecourt.Nozzle     // of the preset; 0: any
	prices    priceTable           // zero: not known
	level     forecourt.PriceLevel // that the electronics sell at
	askedFill bool                 // for the finished sale

	// The line.
	listening bool          // 2p was answered: a block may come
	block     []byte        // what has come of it
	wrong     clock.Instant // until when a block counts as not understood
	deaf      clock.Instant // until when it speaks itself
	word      [1]byte
	answer    []byte
}

func newDispenser(o wire.Options, c codec, out wire.Out) (*dispenser, error) {
	if len(o.Addresses) != 1 {
		return nil, fmt.Errorf("twowire: %d addresses, a dispenser's end has one", len(o.Addresses))
	}
	if o.TurnAround < 0 || o.TurnAround >= maxTurnAround {
		return nil, fmt.Errorf("twowire: turn-around %s, a pump answers within %s", o.TurnAround, maxTurnAround)
	}
	d := &dispenser{
		out: out, codec: c, address: o.Addresses[0], pump: nibble(o.Addresses[0]), isLenient: o.Lenient,
		turnAround: o.TurnAround,
	}
	if d.turnAround == 0 {
		d.turnAround = turnAround
	}
	d.now.pump, d.kept.pump = d.pump, d.pump
	return d, nil
}

// Start begins as after a power cut: nothing is known and no block is expected.
func (d *dispenser) Start(clock.Instant) {
	d.listening, d.block, d.wrong, d.deaf = false, d.block[:0], 0, 0
}

// Wake does nothing: a pump's end has no timer.
func (d *dispenser) Wake(clock.Instant) {}

// Do takes what the electronics say. It is kept until it is asked for.
func (d *dispenser) Do(_ clock.Instant, _ byte, n wire.Noun) error {
	switch n := n.(type) {
	case forecourt.StatusReport:
		if n.Status.State < forecourt.Inoperative || n.Status.State > forecourt.SuspendedFuelling {
			return fmt.Errorf("twowire: there is no %s", n.Status.State)
		}
		d.become(n.Status)
	case forecourt.NozzleReport:
		return d.takeNozzle(n)
	case forecourt.FillingReport:
		return d.takeFilling(n)
	case forecourt.TotalsReport:
		return d.takeTotals(n)
	case forecourt.AlarmReport:
		d.now.errs = byte(n.Alarm) & 0x0F // the error code of the next transaction (C)
	default:
		return fmt.Errorf("twowire: a dispenser cannot send %T", n)
	}
	return nil
}

func isOver(s forecourt.Status) bool { return s.Ended || s.LimitReached }

func isUnderWay(s forecourt.Status) bool {
	return s.State == forecourt.Authorised || s.State.Delivering() && !s.LimitReached
}

func (d *dispenser) become(s forecourt.Status) {
	was := d.status
	d.status = s
	if isUnderWay(s) {
		if !isUnderWay(was) {
			d.stopped, d.now.errs = false, 0
		}
		d.sold = true
	}
	if !isOver(s) {
		d.read, d.reset, d.askedFill = false, false, false
		if !isUnderWay(s) {
			d.sold = false
		}
	}
	d.follow()
}

// follow keeps whose sale it is, and the finished sale. A nozzle that is lifted after the end belongs to the next one.
func (d *dispenser) follow() {
	if d.nozzle.Nozzle != 0 && (isUnderWay(d.status) || isOver(d.status) && !d.sold) {
		d.now.grade, d.now.level = d.nozzle.Nozzle, d.level
		d.now.price, _ = wire.Rescale(d.nozzle.Price.E4, 4, d.codec.PriceDecimals)
	}
	if isOver(d.status) && !d.read {
		d.kept = d.now
	}
}

func (d *dispenser) takeNozzle(n forecourt.NozzleReport) error {
	if n.Nozzle > maxNozzle {
		return fmt.Errorf("twowire: nozzle %d, expected 0 to %d", n.Nozzle, maxNozzle)
	}
	var scratch [8]byte
	if _, err := d.codec.appendPrice(scratch[:0], n.Price); err != nil {
		return err
	}
	d.nozzle = n
	d.follow()
	return nil
}

func (d *dispenser) takeFilling(n forecourt.FillingReport) error {
	var scratch [16]byte
	b, err := d.codec.appendVolume(scratch[:0], n.Volume, 6)
	if err == nil {
		b, err = d.codec.appendAmount(b, n.Amount, 6)
	}
	if err != nil {
		return err
	}
	d.now.volume, _ = digits(b[:6])
	d.now.money, _ = digits(b[6:])
	d.follow()
	return nil
}

// takeTotals keeps a total. Eight digits travel: it rolls over.
func (d *dispenser) takeTotals(n forecourt.TotalsReport) error {
	if n.Nozzle < 1 || int(n.Nozzle) > d.codec.nozzles {
		return fmt.Errorf("twowire: totals of nozzle %d, expected 1 to %d", n.Nozzle, d.codec.nozzles)
	}
	count, from, to, what := n.Totals.Volume.Count, n.Totals.Volume.Decimals, d.codec.VolumeDecimals, &d.totals[n.Nozzle].volume
	fits := n.Totals.Volume.Unit == d.codec.Unit
	if n.IsAmount {
		count, from, to, what = n.Totals.Amount.Minor, d.codec.Currency.Decimals(), d.codec.AmountDecimals, &d.totals[n.Nozzle].money
		fits = n.Totals.Amount.Currency == d.codec.Currency
	}
	v, ok := wire.Rescale(count, from, to)
	if !ok || !fits || v < 0 {
		return fmt.Errorf("twowire: total %+v does not fit", n.Totals)
	}
	*what, d.totalled = v, true
	return nil
}

// says is the status nibble.
func (d *dispenser) says() byte {
	s := d.status
	up := s.State == forecourt.Calling || s.LimitReached
	switch {
	case isOver(s) && !d.passed():
		switch {
		case s.LimitReached:
			return saysPEOT
		case d.stopped && up:
			return saysStopped
		}
		return saysFEOT
	case s.State == forecourt.Authorised, s.State == forecourt.Started:
		return saysAuthorised
	case s.State == forecourt.Fuelling && !s.LimitReached:
		return saysBusy
	case s.State == forecourt.SuspendedStarted, s.State == forecourt.SuspendedFuelling:
		return saysStopped
	case up:
		return saysCall
	}
	return saysOff
}

// passed says that a finished sale does not show as such any more: it was read, or was stopped and the handle is down
// (A), or there was none.
func (d *dispenser) passed() bool {
	isVoid := !d.sold && !d.status.LimitReached && d.now.volume == 0 && d.now.money == 0
	return d.read || isVoid || d.stopped && d.status.State != forecourt.Calling && !d.status.LimitReached
}

// operative says that the electronics answer for the display and obey a reset.
func (d *dispenser) operative() bool {
	return d.status.State != forecourt.Inoperative && d.status.State != forecourt.Closed
}

// ask has the electronics say what the display shows.
func (d *dispenser) ask() {
	if isOver(d.status) && d.operative() {
		d.askedFill = true
		d.out.Heard(d.address, forecourt.ReturnFilling{})
	}
}

// settle tells the electronics to clear a sale that has passed: the protocol has no reset of its own. It is called where
// the pump is asked for its status or to begin something, so that a transaction can be asked for again before.
func (d *dispenser) settle() {
	if !isOver(d.status) || d.reset || !d.operative() {
		return
	}
	if !d.sold && !d.askedFill {
		d.ask() // a sale kept from before a power cut, perhaps
	}
	if d.passed() {
		d.read, d.reset = true, true
		d.out.Heard(d.address, forecourt.Reset{})
	}
}
