package wall

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/station"
)

const (
	settleIn   = 15 * time.Second
	answersIn  = 3 * time.Second // or there is nobody to be settled
	stopsAfter = 4 * time.Second // before it is told to stop again
)

// settle brings the pumps that are outside to rest: what is under way is stopped, and a sale on a display is read and
// cleared, on a station of its own, so that no scenario finds it in its books. A nozzle that is out of its boot stays
// out: only its hand can put it back. A *bench.Doubt says that the state of a pump is not known, or not what a scenario
// can begin with; any other error that a release or a delivery cannot be ended.
func (b *Bench) settle(o bench.BuildOptions) error {
	b.settled = true
	if len(b.held) == 0 || !outsidePoint(b.fit) || b.fit.IsOutside(station.ControllerRole) {
		return nil
	}
	st, err := b.build(bench.BuildOptions{Scenario: "settle", Seed: o.Seed})
	if err != nil {
		return err
	}
	defer st.inner.Loop().Close()
	defer st.release()
	l := st.inner.Loop()
	var rest error = &bench.Doubt{Text: "what is outside did not come to rest"}
	l.Go(forecourt.Role{Kind: "operator"}, "settle", func(f *loop.Fiber) {
		rest = st.bringToRest(f)
		l.Stop()
	})
	if err := l.Run(l.Now().Add(2 * settleIn)); err != nil {
		return err
	}
	return rest
}

func (s *stand) bringToRest(f *loop.Fiber) error {
	begin := f.Now()
	stopped := begin.Add(-stopsAfter)
	for {
		mute, busy, underWay := s.restless()
		switch waited := f.Now().Sub(begin); {
		case len(mute) == 0 && len(busy) == 0:
			return nil
		case len(mute) > 0 && waited > answersIn && s.silent() != "", waited > settleIn && len(busy) == 0:
			return &bench.Doubt{Text: fmt.Sprintf("%s does not answer, so that its state is not known", strings.Join(mute, ", "))}
		case waited > settleIn && underWay:
			return errors.New(strings.Join(busy, ", "))
		case waited > settleIn:
			return &bench.Doubt{Text: strings.Join(busy, ", ")}
		}
		if underWay && f.Now().Sub(stopped) >= stopsAfter {
			stopped = f.Now()
			if err := s.Do(station.POSRole, pos.StopPoint{}); err != nil {
				return err
			}
		}
		f.Sleep(glance)
	}
}

// restless lists the pumps outside that do not answer, and those that are not at rest, with the reason; underWay says that
// one of those is released or delivers.
func (s *stand) restless() (mute, busy []string, underWay bool) {
	ctl := s.inner.Controller()
	for _, p := range s.away() {
		role := forecourt.PointRole(p)
		switch why := ctl.Objection(p); {
		case !ctl.Heard(p):
			mute = append(mute, role.String())
		case why != "":
			busy = append(busy, fmt.Sprintf("%s is %s: %s", role, ctl.State(p), why))
			underWay = underWay || ctl.State(p) == forecourt.Authorised || ctl.State(p).Delivering()
		}
	}
	return mute, busy, underWay
}
