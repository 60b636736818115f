package pos

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/loop"
)

// pointsOf returns what a member earns by a sale: points for each whole unit of its volume.
func (p *POS) pointsOf(s *sale) int64 {
	tier, ok := p.cfg.Loyalty.TierOf(s.Member.Tier)
	if !ok || s.Paid.IsZero() {
		return 0
	}
	whole := s.Volume.Count
	for range s.Volume.Decimals {
		whole /= 10
	}
	return whole * tier.Points
}

// rewarding makes the task to give a member his points for a sale that is paid.
func (p *POS) rewarding(s *sale) []entry {
	s.Points = p.pointsOf(s)
	if s.Points <= 0 {
		return nil
	}
	return []entry{&task{Key: s.ID + "/award", Act: award, Sale: s.ID, Amount: p.none()}}
}

// reward gives a member the points of a sale, where they are due.
func (p *POS) reward(s *sale) {
	t := p.tasks[s.ID+"/award"]
	if t == nil || t.Done || p.rewarded[s.ID] {
		return
	}
	p.rewarded[s.ID] = true
	p.goes("reward", func(f *loop.Fiber) {
		a := p.deliver(f, t)
		p.keep(t.close())
		if !a.OK {
			p.tell(PointsRefused{s.ID, s.Member.Token, s.Points, a.Reason})
			return
		}
		p.tell(PointsEarned{s.ID, s.Member.Token, s.Member.Tier, s.Points})
	})
}

// giveAward asks the service for a task's award, once for each id. An error means that nobody knows whether it has it.
func (p *POS) giveAward(f *loop.Fiber, t *task) (answer, error) {
	s := p.sales[t.Sale]
	status, err := p.askLoyalty(f, "/awards", map[string]any{"id": p.cfg.Site + "/" + s.ID, "member": s.Member.Token, "points": s.Points}, nil)
	switch {
	case err != nil:
		return answer{}, err
	case status >= 300:
		return answer{Reason: fmt.Sprintf("the loyalty service answered %d", status)}, nil
	}
	return answer{OK: true}, nil
}
