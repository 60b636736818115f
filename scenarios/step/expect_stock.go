package step

import (
	"fmt"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/strict"
)

func init() {
	Register(Info{
		Name: "expect-stock", Judges: true, New: func() Step { return &ExpectStock{} },
		Doc: "judges how a tank's stock has changed since the scenario's start: fell-by or rose-by a volume, or by what a " +
			"reading of the tank has grown",
		Example: "expect-stock: { tank: 2, fell-by: metered }",
	})
}

// ExpectStock judges a tank's stock.
type ExpectStock struct {
	Tank   int         `yaml:",required"`
	FellBy strict.Node `yaml:"fell-by"`
	RoseBy strict.Node `yaml:"rose-by"`
	Within strict.Node
	role   forecourt.Role
	change *expect.Change
}

// Lint implements Step.
func (s *ExpectStock) Lint(l *Lint) {
	s.role = l.Numbered("tank", "tank", s.Tank)
	var errs strict.Errors
	s.change, errs = expect.CompileChange(l.open[len(l.open)-1].node, l.Scope("tank", nil))
	l.Add(errs...)
}

// Prepare implements Preparer: it notes what there is at the start.
func (s *ExpectStock) Prepare(st *Stage) error {
	for _, what := range s.readings() {
		v, err := st.Station.Reading(s.role, what)
		if err != nil {
			return err
		}
		st.before[s.key(what)] = v
	}
	return nil
}

func (s *ExpectStock) readings() []string {
	all := []string{bench.StockReading}
	if r := s.change.Reading(); r != "" {
		all = append(all, r)
	}
	return all
}

func (s *ExpectStock) key(what string) string { return s.role.String() + "." + what }

// Run implements Step.
func (s *ExpectStock) Run(h *Hand) error {
	before, ok := h.before[s.key(bench.StockReading)]
	if !ok {
		if err := s.Prepare(h.Stage); err != nil { // a session has no start: the first look is it
			return err
		}
		before = h.before[s.key(bench.StockReading)]
	}
	after, err := h.Station.Reading(s.role, bench.StockReading)
	if err != nil {
		return err
	}
	by := h.before[s.key(s.change.Reading())]
	m, err := s.change.Judge(s.key(bench.StockReading), before, after, by, roleFacts{h.Stage, s.role})
	if err != nil {
		return err
	}
	h.Measured(m)
	if m.Verdict == verdict.Fail {
		return Failed(fmt.Sprintf("the stock of %s is not as expected", s.role), m.Limits, m.Value)
	}
	return nil
}
