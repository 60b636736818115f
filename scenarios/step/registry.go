package step

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/strict"
)

// Step is one step of a scenario, decoded.
type Step interface {
	// Lint checks the step when its file is loaded, and types what depends on the catalogue.
	Lint(l *Lint)
	// Run plays it. A *Finding says the verdict; any other error is the scenario's fault.
	Run(h *Hand) error
}

// Preparer is implemented by a step that must look at something when the scenario starts.
type Preparer interface{ Prepare(st *Stage) error }

// Expecter is implemented by a step that cannot pass without certain events.
type Expecter interface{ Expects() []Expectation }

// Expectation is an event that a step waits for.
type Expectation struct {
	Step  int // of the scenario, from 0; a step inside together has the number of the whole
	Place string
	Role  string
	Event string
}

// Info describes a kind of step.
type Info struct {
	Name    string
	Doc     string
	Example string // as it stands in a file, without the dash
	Acts    bool   // it does something that the station answers
	Judges  bool   // it can pass or fail
	New     func() Step
}

var registry = map[string]Info{}

// Register adds a kind of step; it is called at start. A second one of a name is a programmer's mistake and panics.
func Register(i Info) {
	if _, twice := registry[i.Name]; twice {
		panic(fmt.Sprintf("step: '%s' is registered twice", i.Name))
	}
	registry[i.Name] = i
}

// All lists the kinds of step, in order.
func All() []Info {
	all := make([]Info, 0, len(registry))
	for _, name := range names() {
		all = append(all, registry[name])
	}
	return all
}

func names() []string {
	all := make([]string, 0, len(registry))
	for n := range registry {
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

// Bound is a step with its place in a file.
type Bound struct {
	Info  Info
	Text  string // as written, in one line
	Place strict.Pos
	Step  Step
	Uses  []string     // what it acts at, listens to or reads: "fuelling-point 1", "faults on bus 1"
	node  *strict.Node // its value
	name  *strict.Node
}

// Parse reads one step, a map with one key, and checks it.
func Parse(n *strict.Node, l *Lint) *Bound {
	pairs := n.Pairs()
	l.broken = l.broken || len(pairs) != 1
	switch {
	case n.Kind() != strict.Map:
		l.Add(n.Wrong("a step is a map with one key", "write it as - wait: 5 s"))
		return nil
	case len(pairs) != 1:
		second := n
		if len(pairs) > 1 {
			second = pairs[1].Key
		}
		l.Add(second.Wrong("a step has one key, its name", "indent what belongs to it, or start the next step with '- '"))
		return nil
	}
	key, value := pairs[0].Key, pairs[0].Value
	info, ok := registry[key.Text()]
	if !ok {
		l.broken = true
		l.Add(key.Unknown("step", names()))
		return nil
	}
	b := &Bound{Info: info, Text: flow(key) + ": " + flow(value), Place: key.Pos(), Step: info.New(), node: value, name: key}
	l.judges = l.judges || info.Judges
	l.begin(b)
	defer l.end(b)
	if err := value.Decode(b.Step); err != nil {
		l.addError(value, err)
		return b
	}
	b.Step.Lint(l)
	return b
}

// ParseList reads a list of steps and checks them in order.
func ParseList(n *strict.Node, l *Lint) []*Bound {
	if n.Kind() != strict.Seq {
		l.Add(n.Wrong("steps are a list", "start each with '- '"))
		return nil
	}
	var steps []*Bound
	for _, item := range n.Items() {
		if b := Parse(item, l); b != nil {
			steps = append(steps, b)
		}
	}
	return steps
}
