package ifsf

import (
	"net/netip"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// partner is another node that the node works with.
type partner struct {
	node       Node // zero: nobody yet
	linked     bool
	beats      bool // its heartbeats are heard
	at         netip.AddrPort
	heardAt    clock.Instant // anything
	connecting bool
	connectAt  clock.Instant
	wait       time.Duration
}

// wants says that a connection to a partner is to be made, when its time has come.
func (e *Exchange) wants(p *partner) bool {
	return e.running && e.config.Connects && p.beats && !p.connecting && e.made(p) == nil
}

func (e *Exchange) connect(at clock.Instant, i int) {
	if p := &e.partners[i]; e.wants(p) && at >= p.connectAt {
		p.connecting = true
		e.out.Connect(i, p.at)
	}
}

// Unreachable says that a connection that was asked for could not be made.
func (e *Exchange) Unreachable(at clock.Instant, i int) {
	p := &e.partners[i]
	p.connecting = false
	e.delay(at, p)
	if !p.beats {
		e.vacate(p)
	}
}

func (e *Exchange) delay(at clock.Instant, p *partner) {
	p.wait = min(max(2*p.wait, connectAgain), connectLate)
	p.connectAt = at.Add(p.wait)
}

func (e *Exchange) find(n Node) int {
	for i := range e.partners {
		if e.partners[i].node == n && n.valid() {
			return i
		}
	}
	return -1
}

// vacant says that the place of the first that speaks is free.
func (e *Exchange) vacant() bool { return e.open && e.partners[0].node == Node{} }

// vacate frees it when nothing holds it any more.
func (e *Exchange) vacate(p *partner) {
	if e.open && !p.linked && !p.connecting {
		*p = partner{}
	}
}

// made returns the connection to a partner that this side made, accepted the one that the partner made.
func (e *Exchange) made(p *partner) *Line {
	for _, l := range e.lines {
		if l.made && l.partner >= 0 && &e.partners[l.partner] == p {
			return l
		}
	}
	return nil
}

func (e *Exchange) accepted(p *partner) *Line {
	for _, l := range e.lines {
		if !l.made && l.partner >= 0 && &e.partners[l.partner] == p {
			return l
		}
	}
	return nil
}
