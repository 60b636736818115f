package ifsf

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// hearAnswer takes data that were read, and ends the request that waits for them. What comes later, or is one more answer
// to the same question, is as good as news.
func (m *controller) hearAnswer(at clock.Instant, g *message) {
	p := m.awaiting(g.token)
	if p == nil || p.sent.kind != read || g.db.place != p.sent.db.place || g.db.point != p.sent.db.point {
		m.hearNews(at, g)
		return
	}
	p.heardAt = at
	p.busy = false
	m.find(at, p)
	if g.known {
		m.learn(at, g)
	}
	m.done(p, p.sent, g)
	m.advance(at, p)
}

// hearACK takes the acknowledgement of a WRITE, or the refusal of a READ.
func (m *controller) hearACK(at clock.Instant, g *message) {
	p := m.awaiting(g.token)
	if p == nil {
		return
	}
	r := p.sent
	why := refusal(g.body)
	if r.kind == read && why == "" {
		why = "an acknowledgement without an answer"
	}
	if !p.reachable { // it refuses to say its state: there is no such point
		if !p.offline {
			m.out.Fault(newFault(g.raw, defect{g.at, "reading the point's state: " + why}))
		}
		m.giveUp(at, p)
		return
	}
	p.heardAt, p.busy = at, false
	if why != "" {
		m.fail(p, r, why)
	} else {
		m.done(p, r, g)
	}
	m.advance(at, p)
}

// refusal says in words what was refused; empty when all was taken.
func refusal(body []byte) string {
	if len(body) == 0 {
		return "an acknowledgement without MS_ACK"
	}
	var why []string
	for pairs := body[1:]; len(pairs) >= 2; pairs = pairs[2:] {
		if pairs[1] != dataOK {
			why = append(why, fmt.Sprintf("Data_Id %d: %s", pairs[0], word(dataWords, pairs[1])))
		}
	}
	if body[0] == msOK && len(why) == 0 {
		return ""
	}
	return strings.Join(append([]string{word(msWords, body[0])}, why...), "; ")
}

// find notes that a point answers for the first time.
func (m *controller) find(at clock.Instant, p *point) {
	if p.reachable {
		return
	}
	p.reachable, p.offline, p.known, p.seeking, p.openAfter = true, false, false, false, at
	own := m.config.Controller
	p.own = append(p.own[:0], request{
		purpose: forAssignment, kind: write, db: pointAddress(p.address), body: appendItem(nil, idAssigned, own.Subnet, own.Number),
	})
	m.out.Heard(p.address, forecourt.Reachable{Yes: true})
}

// hearNews takes what nobody asked for. A point that has not answered yet is not believed: its state is read first.
func (m *controller) hearNews(at clock.Instant, g *message) {
	p := m.point(g.db.point)
	if !g.known || p == nil || !p.reachable {
		return
	}
	p.heardAt = at
	m.learn(at, g)
	if g.kind != answer && g.db.place == atPoint && has(g.body, idCurrentAmount) && has(g.body, idCurrentVolume) {
		m.out.Heard(p.address, forecourt.FillingReport{Volume: p.volume, Amount: p.amount})
	}
	m.tell(p, false)
	m.advance(at, p)
}

func has(body []byte, wanted byte) bool {
	for rest := body; len(rest) > 0; {
		id, data, after, _ := nextItem(rest)
		if id == wanted && len(data) > 0 {
			return true
		}
		rest = after
	}
	return false
}
