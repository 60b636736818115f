package ifsf

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// giveUp takes silence for an answer. What was to be done is refused, not sent again: a pump may have obeyed it.
func (m *controller) giveUp(at clock.Instant, p *point) {
	r := p.sent
	p.busy = false
	lost := at.Sub(p.heardAt) >= offlineAfter
	if p.reachable && !lost {
		m.fail(p, r, "no answer")
		m.advance(at, p)
		return
	}
	var refused []request
	if r.cmd != nil {
		refused = append(refused, r)
	}
	if p.reachable || lost && !p.offline {
		p.reachable, p.offline, p.known = false, true, false
		p.sales, p.own, p.told, p.toldNozzle = nil, nil, forecourt.Status{}, forecourt.NozzleReport{}
		p.limited, p.seeking, p.openAfter = false, false, 0
		m.out.Heard(p.address, forecourt.Reachable{})
	}
	if p.offline {
		refused, p.waiting = append(refused, p.waiting...), nil
	}
	m.refuse(p, refused, "the point does not answer")
}

func (m *controller) refuse(p *point, list []request, why string) {
	for i, r := range list {
		if i == len(list)-1 || !r.more {
			m.out.Heard(p.address, forecourt.Refused{Command: r.cmd, Why: why})
		}
	}
}

// fail ends a request that was refused or not answered. A release must not go out when the limit before it was not
// taken, so all that was ordered with it is refused.
func (m *controller) fail(p *point, r request, why string) {
	if r.cmd == nil {
		m.failOwn(p, r)
		return
	}
	refused := []request{r}
	if r.more {
		for len(p.waiting) > 0 {
			next := p.waiting[0]
			p.waiting = p.waiting[1:]
			refused[0] = next
			if !next.more {
				break
			}
		}
	}
	if limits(r.cmd) {
		kept := p.waiting[:0]
		for _, w := range p.waiting {
			if _, release := w.cmd.(forecourt.Authorise); w.at == r.at && (release || limits(w.cmd)) {
				refused = append(refused, w)
				continue
			}
			kept = append(kept, w)
		}
		p.waiting = kept
	}
	m.refuse(p, refused, why)
}

// limits says that a release depends on a command.
func limits(c forecourt.Command) bool {
	switch c.(type) {
	case forecourt.AllowNozzles, forecourt.PresetVolume, forecourt.PresetAmount:
		return true
	}
	return false
}
