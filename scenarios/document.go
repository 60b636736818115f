package scenarios

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/step"
	"github.com/forecourt/forecourt/twin/strict"
)

// document is a scenario's file.
type document struct {
	node *strict.Node
	keys keys
}

// keys are the keys of a file.
type keys struct {
	Scenario string `yaml:",required"`
	ID       string `yaml:"id,required"`
	Covers   []string
	Needs    []string
	Labels   []string
	Given    bench.Given
	Matrix   strict.Node
	Limits   Limits
	Steps    strict.Node `yaml:",required"`
}

// Limits bound a scenario's run.
type Limits struct {
	// Time is the most time a scenario may take on its station; one that takes more is an error of the harness.
	Time time.Duration
}

// DefaultTime is the limit where a file gives none.
const DefaultTime = time.Hour

// UnmarshalStrict implements strict.Unmarshaler.
func (d *document) UnmarshalStrict(n *strict.Node) error {
	d.node = n
	return n.Decode(&d.keys)
}

// at returns the value of a key, or the whole where it is absent.
func (d *document) at(key string) *strict.Node {
	if n := d.node.Get(key); n != nil {
		return n
	}
	return d.node
}

var idPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// lint checks everything but the steps, and returns the catalogue that the scenario is checked against.
func (d *document) lint(cat *bench.Catalogue) (*bench.Catalogue, strict.Errors) {
	var errs strict.Errors
	k := d.keys
	if strings.TrimSpace(k.Scenario) == "" || strings.Contains(k.Scenario, "\n") {
		errs = append(errs, d.at("scenario").Wrong("a scenario has a name of one line", ""))
	}
	if !idPattern.MatchString(k.ID) {
		errs = append(errs, d.at("id").Wrong("'"+k.ID+"' is no id", "use letters, digits, '-', '_' and '.', as in PAY-OUT-001"))
	}
	for i, item := range d.at("labels").Items() {
		if _, err := types.ValidateAndCleanupLabel(k.Labels[i], types.CodeLocation{}); err != nil {
			errs = append(errs, item.Wrong("'"+item.Text()+"' is no label", "leave out the characters & | ! , ( ) /"))
		}
	}
	if len(cat.Abilities) > 0 {
		for _, item := range d.at("needs").Items() {
			if !slices.Contains(cat.Abilities, item.Text()) {
				errs = append(errs, item.Unknown("ability", cat.Abilities))
			}
		}
	}
	if d.at("limits").Get("time") != nil && k.Limits.Time <= 0 {
		errs = append(errs, d.at("limits").Get("time").Wrong("a limit must be longer than nothing", ""))
	}
	errs = append(errs, k.Given.Lint(cat)...)
	return k.Given.Catalogue(cat), errs
}

// steps reads and checks the steps.
func (d *document) steps(cat *bench.Catalogue) ([]*step.Bound, strict.Errors) {
	l := step.NewLint(cat)
	n := d.at("steps")
	if n.Kind() != strict.Seq || len(n.Items()) == 0 {
		return nil, strict.Errors{n.Wrong("steps are a list with at least one step", "start each with '- '")}
	}
	steps := step.ParseList(n, l)
	if !l.Judges() {
		l.Add(d.key("steps").Wrong("this scenario judges nothing", "add an await or an expect"))
	}
	l.Unused()
	return steps, l.Take()
}

// key returns the key itself, where its value is too large to be underlined.
func (d *document) key(name string) *strict.Node {
	for _, p := range d.node.Pairs() {
		if p.Key.Text() == name {
			return p.Key
		}
	}
	return d.node
}
