package cli

import (
	"os"
	"slices"
	"strings"

	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/twin/strict"
)

// listVerb lists what there is.
type listVerb struct {
	What []string `arg:"" optional:"" name:"what" help:"scenarios [PATH...], steps, events, cards, rigs, sites, map (of the site), profiles, protocols, gateways or relations."`
	place
	Label  string `help:"Only scenarios with these labels." placeholder:"FILTER"`
	Filter string `help:"Only these ids, files or patterns." placeholder:"IDS"`
	Why    bool   `help:"Only the scenarios that the rig cannot play, and why."`
	Tab    bool   `name:"markdown" help:"With gateways: print the table as the README has it."`
	JSON   bool   `name:"json" help:"Print one JSON object and nothing else."`
}

// listing is one kind of thing that can be listed: its rows for people and its items for programs.
type listing struct {
	name string
	list func(*setting) (rows [][]string, items any)
}

// Run implements the verb.
func (v *listVerb) Run(p *program) error {
	what, paths := "scenarios", v.What
	defaults := v.settle(nil)
	if len(v.What) > 0 {
		names := []string{"scenarios"}
		for _, l := range listings {
			names = append(names, l.name)
		}
		_, missing := os.Stat(v.What[0])
		switch {
		case slices.Contains(names, v.What[0]):
			what, paths = v.What[0], v.What[1:]
		case missing != nil:
			meant := strict.Suggest(v.What[0], names)
			if meant != "" {
				return misused("there is no list of '%s', did you mean \"%s\"?", v.What[0], meant)
			}
			return misused("there is no list of '%s'; there is: %s", v.What[0], strings.Join(names, ", "))
		}
	}
	if what == "scenarios" {
		if len(paths) == 0 {
			paths = defaults
		}
		return v.scenarios(p, paths)
	}
	for _, l := range listings {
		if l.name == what {
			return v.other(p, l)
		}
	}
	return nil
}

func (v *listVerb) other(p *program, l listing) error {
	s, err := v.place.open()
	if err != nil {
		return p.refuse(err, 1, v.JSON)
	}
	rows, items := l.list(s)
	switch {
	case v.JSON:
		return p.object(map[string]any{l.name: items})
	case v.Tab && l.name == "gateways":
		p.print("%s", markdownGateways())
		return nil
	case v.Tab:
		return misused("--markdown is for: list gateways")
	}
	p.table(rows)
	return nil
}

// listed is one scenario of the list.
type listed struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	File   string   `json:"file"`
	Labels []string `json:"labels"`
	Needs  []string `json:"needs"`
	Covers []string `json:"covers"`
	Why    string   `json:"not_applicable,omitempty"`
}

func (v *listVerb) scenarios(p *program, paths []string) error {
	s, err := v.place.open()
	if err != nil {
		return p.refuse(err, 1, v.JSON)
	}
	suite, err := load(paths, s.cat)
	if err != nil {
		return p.refuse(err, len(suite.Files), v.JSON)
	}
	if suite, err = suite.Select(v.Label, v.Filter); err != nil {
		return &usageError{uncoloured(err)}
	}
	items := []listed{}
	for _, sc := range suite.Scenarios {
		l := s.describeListed(sc)
		if !v.Why || l.Why != "" {
			items = append(items, l)
		}
	}
	if v.JSON {
		return p.object(map[string]any{"scenarios": items})
	}
	v.print(p, items, len(suite.Scenarios))
	return nil
}

func (v *listVerb) print(p *program, items []listed, all int) {
	var rows [][]string
	for _, l := range items {
		row := []string{l.ID, l.Name, strings.Join(l.Labels, ","), strings.Join(l.Needs, ",")}
		if v.Why {
			row = []string{l.ID, l.Name, l.Why}
		}
		rows = append(rows, row)
	}
	p.table(rows)
	if v.Why && len(items) == 0 {
		p.print("all %s are applicable\n", counted(all, "scenario"))
	}
}

func (s *setting) describeListed(sc *scenarios.Scenario) listed {
	return listed{sc.ID, sc.Name, sc.File, list(sc.Labels), list(sc.Needs), list(sc.Covers), s.lacks(sc)}
}

// list makes an empty list of none, for JSON.
func list(s []string) []string { return append([]string{}, s...) }
