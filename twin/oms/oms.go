package oms

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
)

// Role is the role order management plays.
var Role = forecourt.Role{Kind: Kind}

// Timers is how many timers the loop gives the machine.
const Timers = 0

// Config of order management.
type Config struct {
	Work time.Duration // what a posting takes to keep, default 5 ms (design default)
}

// OMS is the machine and its HTTP handler.
type OMS struct {
	cfg      Config
	env      *machine.Env
	entries  []Entry
	byKey    map[string]int // into entries
	postings []Posting      // the sales among them
	paybacks []forecourt.PaybackPosting
	closes   []forecourt.ClosePosting
}

// Posting is one sale as it was taken.
type Posting struct {
	Key  string // source and id of the event
	Sale forecourt.SalePosting
}

var _ machine.Machine = (*OMS)(nil)

// New returns order management. The station adds it to the loop under Role and serves its Handler there.
func New(cfg Config) *OMS {
	if cfg.Work == 0 {
		cfg.Work = 5 * time.Millisecond
	}
	o := &OMS{cfg: cfg}
	o.forget()
	return o
}

// Hear implements machine.Machine; order management has no line of bytes.
func (o *OMS) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Wake implements machine.Machine; it sets no timer.
func (o *OMS) Wake(*machine.Env, machine.Timer) {}

// Sense takes power on and off.
func (o *OMS) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s.(type) {
	case forecourt.PowerOn:
		o.env = env
		o.forget()
		env.Store().Replay(o.recall)
	case forecourt.PowerOff: // what was kept can be read from the disk, so the ledger stays for who looks at it
	default:
		env.Fault(fmt.Errorf("oms: %s does nothing here", s.Stimulus()))
	}
}

func (o *OMS) forget() { *o = OMS{cfg: o.cfg, env: o.env, byKey: map[string]int{}} }

func (o *OMS) recall(record []byte) {
	var e Entry
	if err := json.Unmarshal(record, &e); err != nil {
		o.env.Fault(fmt.Errorf("oms: a stored event cannot be read: %w", err))
		return
	}
	o.enter(e)
}

func (o *OMS) enter(e Entry) {
	o.byKey[e.Key] = len(o.entries)
	o.entries = append(o.entries, e)
	switch {
	case e.Sale != nil:
		o.postings = append(o.postings, Posting{e.Key, *e.Sale})
	case e.Payback != nil:
		o.paybacks = append(o.paybacks, *e.Payback)
	case e.Close != nil:
		o.closes = append(o.closes, *e.Close)
	}
}

// keep makes an event safe and takes it into the ledger.
func (o *OMS) keep(e Entry) error {
	record, err := json.Marshal(e)
	if err != nil {
		return err
	}
	o.env.Store().Append(record)
	o.env.Store().Flush()
	o.enter(e)
	return nil
}

// Since returns the postings from the nth on, counted from 0, in the order they were taken. The slice is the ledger's own.
func (o *OMS) Since(n int) []Posting { return o.postings[min(n, len(o.postings)):] }

// Ledger returns every posting, in the order they were taken.
func (o *OMS) Ledger() []Posting { return append([]Posting(nil), o.postings...) }

// Paybacks returns all money that went back, in the order in which it was taken.
func (o *OMS) Paybacks() []forecourt.PaybackPosting {
	return append([]forecourt.PaybackPosting{}, o.paybacks...)
}

// Closes returns every close, in the order in which they were taken.
func (o *OMS) Closes() []forecourt.ClosePosting {
	return append([]forecourt.ClosePosting{}, o.closes...)
}
