package twowire

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
)

// toys is the dialect with a toy behind either end, for the conformance core. It sends nouns and wants each of them to
// arrive once; this protocol has states that are asked for, and no event but a finished sale. So the pump's toy makes
// a whole sale out of each FillingReport, and begins the next one when the controller has seen the last one cleared, for
// real sales last longer than that; the controller's toy reads a sale that has ended and orders its reset. A sale is what
// must not be lost or doubled.
type toys struct {
	wire.Dialect
	last *toyController // opened; the pump that is opened next is at its line
}

func (d *toys) Open(end wire.End, o wire.Options, out wire.Out) (s wire.Session, err error) {
	if end == wire.Controller {
		t := &toyController{Out: out, listener: out.(wire.Listener)}
		d.last = t
		t.Session, err = d.Dialect.Open(end, o, t)
		return t, err
	}
	t := &toyPump{Out: out, other: d.last}
	t.Session, err = d.Dialect.Open(end, o, t)
	return t, err
}

type toyController struct {
	wire.Out
	wire.Session
	listener wire.Listener
	at       clock.Instant
	ended    bool // it sees a finished sale
}

func (t *toyController) Arriving() (clock.Instant, bool) { return t.listener.Arriving() }

func (t *toyController) Start(at clock.Instant) {
	t.at = at
	t.Session.Start(at)
}

func (t *toyController) Hear(c wire.Chunk) {
	t.at = c.Last
	t.Session.Hear(c)
}

func (t *toyController) Heard(address byte, n wire.Noun) {
	t.Out.Heard(address, n)
	switch n := n.(type) {
	case forecourt.StatusReport:
		if t.ended = n.Status.Ended; t.ended {
			_ = t.Session.Do(t.at, address, forecourt.ReturnFilling{})
		}
	case forecourt.FillingReport:
		_ = t.Session.Do(t.at, address, forecourt.Reset{})
	}
}

type toyPump struct {
	wire.Out
	wire.Session
	waiting []forecourt.FillingReport
	other   *toyController
	busy    bool
	at      clock.Instant
}

func (t *toyPump) Do(at clock.Instant, a byte, n wire.Noun) error {
	if f, ok := n.(forecourt.FillingReport); ok {
		if f.Volume.Unit != 0 {
			return t.Session.Do(at, a, n) // refused
		}
		t.waiting = append(t.waiting, f)
		return nil
	}
	return t.Session.Do(at, a, n)
}

func (t *toyPump) say(s forecourt.Status) {
	_ = t.Session.Do(t.at, 0, forecourt.StatusReport{Status: s})
}

func (t *toyPump) Hear(c wire.Chunk) {
	t.at = c.Last
	if !t.busy && len(t.waiting) > 0 && !t.other.ended {
		t.busy = true
		t.say(forecourt.Status{State: forecourt.Fuelling})
		_ = t.Session.Do(t.at, 0, t.waiting[0])
		t.say(forecourt.Status{State: forecourt.Idle, Ended: true})
	}
	t.Session.Hear(c)
}

func (t *toyPump) Heard(a byte, n wire.Noun) {
	t.Out.Heard(a, n)
	switch n.(type) {
	case forecourt.Authorise:
		t.say(forecourt.Status{State: forecourt.Authorised})
	case forecourt.Stop:
		t.say(forecourt.Status{State: forecourt.Idle, Ended: true})
	case forecourt.Reset:
		if t.busy {
			t.waiting = t.waiting[1:]
		}
		t.busy = false
		t.say(forecourt.Status{State: forecourt.Idle})
	case forecourt.ReturnTotals:
		r := forecourt.TotalsReport{Nozzle: 1, Totals: forecourt.Totals{Volume: litres(123456, 2)}}
		_ = t.Session.Do(t.at, 0, r)
	}
}
