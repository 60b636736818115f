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
	postings []Posting
	byKey    map[string]int // into postings
}

// Posting is one sale as it was taken.
type Posting struct {
	Key  string                `json:"key"` // source and id of the event
	Sale forecourt.SalePosting `json:"sale"`
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

func (o *OMS) forget() { o.postings, o.byKey = nil, map[string]int{} }

func (o *OMS) recall(record []byte) {
	var p Posting
	if err := json.Unmarshal(record, &p); err != nil {
		o.env.Fault(fmt.Errorf("oms: a stored posting cannot be read: %w", err))
		return
	}
	o.enter(p)
}

func (o *OMS) enter(p Posting) {
	o.byKey[p.Key] = len(o.postings)
	o.postings = append(o.postings, p)
}

// keep makes a posting safe and takes it into the ledger.
func (o *OMS) keep(p Posting) error {
	record, err := json.Marshal(p)
	if err != nil {
		return err
	}
	o.env.Store().Append(record)
	o.env.Store().Flush()
	o.enter(p)
	return nil
}

// Since returns the postings from the nth on, counted from 0, in the order they were taken. The slice is the ledger's own.
func (o *OMS) Since(n int) []Posting { return o.postings[min(n, len(o.postings)):] }

// Ledger returns every posting, in the order they were taken.
func (o *OMS) Ledger() []Posting { return append([]Posting(nil), o.postings...) }
