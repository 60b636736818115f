package ifsf

import (
	"errors"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// Line is one connection of a node.
type Line struct {
	exchange *Exchange
	parser   parser
	say      func([]byte)
	drop     func(why string)
	made     bool // by this side
	partner  int  // whose it is; -1: it has not said anything yet, or is nobody's
	heardAt  clock.Instant
	askedAt  clock.Instant // since when nothing was answered; Never: all was
	junk     int           // bytes since the last whole message
}

// maxJunk is how much a connection may say without a message in it.
const maxJunk = 2 * maxMessage

// Attach takes a connection: one that was accepted, with a partner below zero, or one that was asked for. say writes to
// it, drop closes it; neither waits. The error says why it is not wanted.
func (e *Exchange) Attach(at clock.Instant, partner int, say func([]byte), drop func(why string)) (*Line, error) {
	l := &Line{exchange: e, parser: parser{own: e.config.Own}, say: say, drop: drop, made: partner >= 0, partner: partner, heardAt: at, askedAt: clock.Never}
	if partner >= 0 {
		p := &e.partners[partner]
		wanted := p.connecting
		p.connecting = false
		if !e.running || !wanted || !p.beats {
			e.vacate(p)
			return nil, errors.New("ifsf: a connection that nobody wants any more")
		}
		e.lines = append(e.lines, l)
		p.heardAt = at
		if e.open {
			l.introduce(p.node)
		}
		e.link(partner)
		return l, nil
	}
	if !e.running {
		return nil, errors.New("ifsf: the node is off")
	}
	if len(e.lines) >= maxLines+2*len(e.partners) && !e.makeRoom(at) {
		e.counts.RefusedLines++
		return nil, errors.New("ifsf: too many connections")
	}
	e.lines = append(e.lines, l)
	return l, nil
}

// spoke notes that a controller waits for an answer. A dispenser tells much that nobody answers.
func (l *Line) spoke(at clock.Instant) {
	if !l.exchange.open {
		l.askedAt = min(l.askedAt, at)
	}
}

// deadAt is when a connection is given up on which nothing is answered: its other end may be gone without a word.
func (l *Line) deadAt() clock.Instant {
	if l.askedAt == clock.Never {
		return clock.Never
	}
	return l.askedAt.Add(answerWithin)
}

// introduce asks a controller that a dispenser has connected to for its node: a dispenser tells nothing before it is
// spoken to, and the controller would not know whose connection it is (C). What is answered does not matter.
func (l *Line) introduce(to Node) {
	own := l.exchange.config.Own
	l.say(seal(append(begin(nil, to, own, read, tokenMask, address{place: atService}), idLocalNode), 0))
}

// makeRoom ends the oldest connection that is nobody's.
func (e *Exchange) makeRoom(at clock.Instant) bool {
	for _, l := range e.lines {
		if l.partner < 0 {
			e.counts.RefusedLines++
			e.end(at, l, "others want to connect, and this one is nobody's")
			return true
		}
	}
	return false
}

// link says that a partner can be spoken to, where that is news.
func (e *Exchange) link(i int) {
	if p := &e.partners[i]; !p.linked {
		p.linked = true
		e.out.Linked(i, true)
	}
}

// Gone says that the connection is closed.
func (l *Line) Gone(at clock.Instant) { l.exchange.end(at, l, "") }

// end closes a connection, and tells when it was the last one of its partner.
func (e *Exchange) end(at clock.Instant, l *Line, why string) {
	i := slices.Index(e.lines, l)
	if i < 0 {
		return
	}
	e.lines = slices.Delete(e.lines, i, i+1)
	if why != "" {
		l.drop(why)
	}
	if l.partner < 0 {
		return
	}
	p := &e.partners[l.partner]
	if l.made {
		e.delay(at, p)
	}
	if p.linked && e.made(p) == nil && e.accepted(p) == nil {
		p.linked = false
		e.out.Linked(l.partner, false)
		if !p.beats {
			e.vacate(p)
		}
	}
}

func (e *Exchange) endAll(at clock.Instant, partner int, why string) {
	for _, l := range slices.Clone(e.lines) {
		if l.partner == partner {
			e.end(at, l, why)
		}
	}
}

// Hear takes what came on the connection.
func (l *Line) Hear(at clock.Instant, b []byte) {
	e := l.exchange
	if broken := l.parser.start(at); broken != nil {
		e.out.Fault(newFault(broken, defect{len(broken), "message broke off"}))
	}
	l.junk += len(b)
	for len(b) > 0 && slices.Contains(e.lines, l) {
		got, rest, bad, wrong := l.parser.take(b)
		b = rest
		if wrong.reason != "" {
			e.out.Fault(newFault(bad, wrong))
		}
		if got != nil {
			l.junk = len(b)
			l.take(at, got)
		}
	}
	if l.junk > maxJunk {
		e.counts.RefusedLines++
		e.end(at, l, "nothing but garbage")
	}
}

// take hands a message on if it is a partner's.
func (l *Line) take(at clock.Instant, raw []byte) {
	e := l.exchange
	m, wrong := open(raw)
	if !l.claim(at, &m) {
		e.counts.RefusedOrders++
		l.refuse(&m, wrong)
		return
	}
	l.heardAt = at
	e.answered(l.partner)
	p := &e.partners[l.partner]
	p.heardAt, p.wait = at, 0
	e.link(l.partner)
	if e.open && wrong.reason == "" {
		e.adopt(at, &m)
	}
	e.out.Deliver(l.partner, raw)
}

// answered notes that a partner is alive, on whichever of its connections.
func (e *Exchange) answered(partner int) {
	for _, l := range e.lines {
		if l.partner == partner {
			l.askedAt = clock.Never
		}
	}
}

// adopt takes the interval between heartbeats that a controller writes to a dispenser; the session acknowledges it.
func (e *Exchange) adopt(at clock.Instant, m *message) {
	if m.kind != write || m.to != e.config.Own || !m.known || m.db.place != atService || m.whole().reason != "" {
		return
	}
	for rest := m.body; len(rest) > 0; {
		id, data, after, _ := nextItem(rest)
		if rest = after; id == idInterval && len(data) == 1 && data[0] > 0 {
			e.config.Every = time.Duration(data[0]) * time.Second
			e.beatAt = min(e.beatAt, at.Add(e.config.Every))
		}
	}
}

// claim says that a message is a partner's, and notes whose the connection is. The first that speaks to a node without a
// partner becomes it. A partner has one connection that it made: a newer one takes its place when it has been silent.
func (l *Line) claim(at clock.Instant, m *message) bool {
	e := l.exchange
	i := e.find(m.from)
	if l.partner >= 0 {
		return l.partner == i
	}
	if i < 0 && e.vacant() && m.to == e.config.Own && m.code == 0 && m.from.valid() && m.from != m.to {
		i = 0
		e.partners[0].node = m.from
	}
	if i < 0 {
		return false
	}
	if older := e.accepted(&e.partners[i]); older != nil {
		if at < older.heardAt.Add(takeOver) {
			return false
		}
		e.counts.RefusedLines++
		e.replace(at, i, older, l)
		return true
	}
	l.partner = i
	return true
}

// replace lets a partner's newer connection take the place of an older one, whose other end may not know that it is dead.
func (e *Exchange) replace(at clock.Instant, i int, older, newer *Line) {
	p := &e.partners[i]
	node, beats, address := p.node, p.beats, p.at
	e.end(at, older, "the node has connected again")
	p.node, p.beats, p.at = node, beats, address
	newer.partner = i
}

// refuse answers an order of somebody that is no partner.
func (l *Line) refuse(m *message, wrong defect) {
	if m.kind != read && m.kind != write || m.code != 0 {
		return
	}
	own := l.exchange.config.Own
	ms := byte(msRefused)
	if m.to != own {
		ms = msNoNode
	}
	where := m.where
	if wrong.reason != "" || len(where) == 0 {
		where = []byte{1, dbService}
	}
	b := []byte{m.from.Subnet, m.from.Number, own.Subnet, own.Number, 0, byte(ack)<<5 | m.token, 0, 0}
	l.say(seal(append(append(b, where...), ms), 0))
}
