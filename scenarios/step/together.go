package step

import (
	"fmt"
	"maps"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/strict"
)

func init() {
	Register(Info{
		Name: "together", New: func() Step { return new(Together) },
		Doc:     "runs lists of steps side by side and ends when all have ended",
		Example: "together: [[{ wait: 1 s }], [{ wait: 2 s }]]",
	})
}

// Together runs branches of steps side by side.
type Together struct {
	node     *strict.Node
	branches [][]*Bound
}

// UnmarshalStrict implements strict.Unmarshaler.
func (s *Together) UnmarshalStrict(n *strict.Node) error {
	if n.Kind() != strict.Seq || len(n.Items()) == 0 {
		return n.Wrong("expected a list of lists of steps", "write together: [[step, ...], [step, ...]]")
	}
	s.node = n
	return nil
}

// Lint implements Step.
func (s *Together) Lint(l *Lint) {
	before, after := maps.Clone(l.kept), maps.Clone(l.kept)
	for _, branch := range s.node.Items() {
		l.kept = maps.Clone(before) // what another branch keeps is known when all have ended
		if branch.Kind() != strict.Seq || len(branch.Items()) == 0 {
			l.Add(branch.Wrong("each branch is a list of steps", ""))
			continue
		}
		s.branches = append(s.branches, ParseList(branch, l))
		maps.Copy(after, l.kept)
	}
	l.kept = after
}

// Expects implements Expecter.
func (s *Together) Expects() (all []Expectation) {
	for _, branch := range s.branches {
		all = append(all, Expectations(branch)...)
	}
	return all
}

// Prepare implements Preparer.
func (s *Together) Prepare(st *Stage) error {
	for _, branch := range s.branches {
		if _, err := st.Prepare(branch); err != nil {
			return err
		}
	}
	return nil
}

// Run implements Step.
func (s *Together) Run(h *Hand) error {
	running := len(s.branches)
	for i, branch := range s.branches {
		h.Fiber.Loop().Go(h.Fiber.Owner(), fmt.Sprintf("branch %d", i+1), func(f *loop.Fiber) {
			for _, b := range branch {
				if !h.Play(f, b) {
					break
				}
			}
			running--
			h.Fiber.Wake()
		})
	}
	h.Fiber.Await(clock.Never, func() bool { return running == 0 })
	return nil
}

// Expectations lists the events that steps wait for; Step is the index in the list.
func Expectations(steps []*Bound) (all []Expectation) {
	for i, b := range steps {
		e, ok := b.Step.(Expecter)
		if !ok {
			continue
		}
		for _, x := range e.Expects() {
			x.Step = i
			if x.Place == "" {
				x.Place = b.Place.String()
			}
			all = append(all, x)
		}
	}
	return all
}
