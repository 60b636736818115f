package acceptance

import (
	"bytes"
	_ "embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"text/template"

	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

// Name is what the suite is called on a command line.
const Name = "site-acceptance"

// Check is one thing that is looked at.
type Check struct {
	Suffix string            // of the scenario's id
	Title  string            // on the page
	body   string            // template
	power  bool              // something loses its power
	where  func(nozzle) bool // nil: at every nozzle
}

// Checks are made at every nozzle.
var Checks = []Check{
	{"LIFT", "lifts", "lift", false, nil},
	{"TANK", "tank", "unit-from-its-tank", false, nil},
	{"PRICE", "price", "price", false, nil},
	{"VOLUME", "volume preset", "volume", false, func(n nozzle) bool { return n.Reader == 0 }},
	{"MONEY", "money preset", "money", false, nil},
	{"STOP", "stop", "stop", false, nil},
	{"SATELLITE", "satellite", "satellite", false, func(n nozzle) bool { return n.Satellite }},
}

// SiteChecks are made once.
var SiteChecks = []Check{
	{"ALL-STOP", "all-stop in mid-sale, at every point", "all-stop", false, nil},
	{"PRICES", "a price change, at every nozzle and back", "price-change", false, nil},
	{"CONTROLLER", "restart of the controller, then a sale", "restart-controller", true, nil},
	{"POS", "restart of the point of sale, then a sale", "restart-pos", true, nil},
	{"PUMP", "restart of a pump, then a sale", "restart-pump", true, nil},
	{"GAUGE", "no alarm at the gauge", "gauge", false, nil},
}

// ID is the scenario's id of a check at a nozzle.
func (c Check) ID(p forecourt.Point, n forecourt.Nozzle) string {
	return fmt.Sprintf("ACC-P%d-N%d-%s", p, n, c.Suffix)
}

// SiteID is the scenario's id of a check of the site.
func (c Check) SiteID() string { return "ACC-SITE-" + c.Suffix }

// label is what its scenarios are labelled and their files named.
func (c Check) label() string { return strings.ToLower(c.Suffix) }

// File is a generated scenario file.
type File struct {
	Name string
	Text []byte
}

//go:embed nozzle.tmpl
var nozzleText string

//go:embed site.tmpl
var siteText string

var templates = template.Must(template.Must(template.New("acceptance").Parse(nozzleText)).Parse(siteText))

// change is a change of a price, and the nozzles that must take it.
type change struct {
	Grade    forecourt.Grade
	Old, New unit.Price
	Hoses    []nozzle
}

// whole is what the templates know of the site.
type whole struct {
	ID, Check string
	Power     bool
	Nozzle    nozzle   // where something is sold
	First     []nozzle // of each point
	Changes   []change
	Free      unit.Money // none
}

// changes lists the changes of every grade that is sold, each by one step of ten of the last digit that a price has.
func changes(plan *site.Plan, all []nozzle) []change {
	var cs []change
	for _, g := range plan.Grades {
		c := change{Grade: g.Grade, Old: g.Price, New: g.Price}
		c.New.E4 += 10 * power(4-min(plan.Decimals.Price, 4))
		for _, n := range all {
			if n.Grade == g.Grade {
				c.Hoses = append(c.Hoses, n)
			}
		}
		if len(c.Hoses) > 0 {
			cs = append(cs, c)
		}
	}
	return cs
}

// Files writes the scenarios of a plan, as files of a folder: those of every nozzle in the order of the plan, then those of the site.
func Files(plan *site.Plan, folder string) ([]File, error) {
	var files []File
	all := nozzles(plan)
	if len(all) == 0 {
		return nil, fmt.Errorf("the site %s has no nozzle to accept", plan.Site)
	}
	add := func(name, body string, data any) error {
		var b bytes.Buffer
		if err := templates.ExecuteTemplate(&b, body, data); err != nil {
			return err
		}
		text := append(bytes.TrimSpace(b.Bytes()), '\n')
		files = append(files, File{path.Join(folder, name+".yaml"), text})
		return nil
	}
	w := whole{Nozzle: all[0], Changes: changes(plan, all), Free: unit.Money{Currency: plan.Currency}}
	for _, n := range all {
		if !slices.ContainsFunc(w.First, func(f nozzle) bool { return f.Point == n.Point }) {
			w.First = append(w.First, n)
		}
		for _, c := range Checks {
			if c.where != nil && !c.where(n) {
				continue
			}
			n.ID, n.Check = c.ID(n.Point, n.Nozzle), c.label()
			if err := add(fmt.Sprintf("point-%d-nozzle-%d-%s", n.Point, n.Nozzle, c.label()), c.body, n); err != nil {
				return nil, err
			}
		}
	}
	for _, c := range SiteChecks {
		w.ID, w.Check, w.Power = c.SiteID(), c.label(), c.power
		if err := add("site-"+c.label(), c.body, w); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// Suite reads files that were made, and checks them against what their bench has. Its error is strict.Errors where what
// was made is wrong.
func Suite(files []File, cat bench.Catalogue) (*scenarios.Suite, error) {
	s := &scenarios.Suite{}
	var errs strict.Errors
	for _, f := range files {
		found, problems := scenarios.Parse(f.Name, f.Text, &cat)
		for _, p := range problems {
			if p.Warning {
				s.Warnings = append(s.Warnings, p)
				continue
			}
			errs = append(errs, p)
		}
		s.Files = append(s.Files, f.Name)
		s.Scenarios = append(s.Scenarios, found...)
	}
	if len(errs) > 0 {
		return s, errs
	}
	return s, nil
}
