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

// nozzle is what the templates know of a nozzle.
type nozzle struct {
	ID, Check   string
	Point       forecourt.Point
	Nozzle      forecourt.Nozzle
	Grade       forecourt.Grade
	Price       unit.Price
	Tank        int
	Others      []forecourt.Point // of the same dispenser
	OtherTanks  []int
	Cashier     bool // releases by hand
	Satellite   bool
	Shares      []forecourt.Nozzle // other grades of the same hose
	Reader      int                // where it is paid for, on a site where nobody is at the till; else 0
	Hold        unit.Money         // that a card is asked for there
	One, Five   unit.Indicated
	Drawn, Near unit.Volume // of one unit, out of the tank, and how near to it the tank must be
	Money       unit.Money
	Limit       string
}

// With returns the nozzle with a limit, as it stands in a step.
func (n nozzle) With(limit string) nozzle {
	n.Limit = limit
	return n
}

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

// nozzles lists the nozzles of a plan in its order.
func nozzles(plan *site.Plan) []nozzle {
	var all []nozzle
	for _, d := range plan.Dispensers {
		for _, side := range d.Sides {
			for i, h := range side.Hoses {
				n := nozzle{
					Point: side.FuellingPoint, Nozzle: h.Nozzle, Grade: h.Grade, Tank: h.Tank, Cashier: plan.POS.Postpay == "cashier",
					One: units(plan, 1), Five: units(plan, 5), Satellite: h.Satellite, Shares: shares(side.Hoses, i),
					Reader: reader(plan, side.FuellingPoint), Hold: plan.POS.PreAuthorise,
				}
				n.Price, _ = plan.Price(h.Grade)
				n.Money = preset(n.Price, n.Five, plan.Country.Rounding)
				if n.Reader > 0 {
					n.Money = n.Hold
				}
				n.Drawn, _ = n.One.Volume()
				n.Near = n.Drawn / 20
				for _, other := range d.Sides {
					if other.FuellingPoint != n.Point {
						n.Others = append(n.Others, other.FuellingPoint)
					}
				}
				for _, t := range plan.Tanks {
					if t.Tank != n.Tank {
						n.OtherTanks = append(n.OtherTanks, t.Tank)
					}
				}
				all = append(all, n)
			}
		}
	}
	return all
}

// units is a number of the site's units as its devices show it.
func units(plan *site.Plan, n int64) unit.Indicated {
	return unit.Indicated{Count: n * power(plan.Decimals.Volume), Decimals: plan.Decimals.Volume, Unit: plan.Unit}
}

// shares lists the other grades that come out of a nozzle's hose.
func shares(all site.Hoses, i int) (others []forecourt.Nozzle) {
	for k, h := range all {
		if k != i && h.Hose == all[i].Hose {
			others = append(others, h.Nozzle)
		}
	}
	return others
}

// reader is the terminal of a point where nobody is at the till; else 0.
func reader(plan *site.Plan, n forecourt.Point) int {
	if plan.POS.Postpay != site.Nobody {
		return 0
	}
	for _, r := range plan.CardReaders {
		if r.FuellingPoint == n {
			return r.CardReader
		}
	}
	return 0
}

// preset is an amount of whole euros, worth a volume or a little more, that some volume costs exactly: where a display
// interval costs more than a cent, not all of them are.
func preset(price unit.Price, volume unit.Indicated, r unit.Rounding) unit.Money {
	m := roundUp(price.Amount(volume, unit.HalfUp))
	major := power(m.Currency.Decimals())
	const most = 100
	for range most {
		v := price.VolumeFor(m, volume.Decimals)
		next := v
		next.Count++
		if price.Amount(v, r) == m || price.Amount(next, r) == m {
			return m
		}
		m.Minor += major
	}
	return roundUp(price.Amount(volume, unit.HalfUp))
}

// roundUp makes an amount one of whole euros, which every pump can be set to.
func roundUp(m unit.Money) unit.Money {
	major := power(m.Currency.Decimals())
	m.Minor = (m.Minor + major - 1) / major * major
	return m
}

func power(decimals uint8) int64 {
	n := int64(1)
	for range decimals {
		n *= 10
	}
	return n
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
