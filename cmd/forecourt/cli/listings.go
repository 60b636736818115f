package cli

import (
	"strings"

	"github.com/forecourt/forecourt/rigs"
	"github.com/forecourt/forecourt/scenarios/step"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway/paypal"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/wire"
)

// named is an item of most lists.
type named struct {
	Name string `json:"name"`
	Doc  string `json:"doc"`
}

var listings = []listing{
	{"steps", listSteps},
	{"events", listEvents},
	{"cards", listCards},
	{"payers", listPayers},
	{"rigs", listRigs},
	{"sites", listSites},
	{"map", listMap},
	{"profiles", listProfiles},
	{"protocols", listProtocols},
	{"gateways", listGateways},
	{"relations", listRelations},
}

func listSteps(*setting) (rows [][]string, items any) {
	type item struct {
		named
		Example string `json:"example"`
		Judges  bool   `json:"judges"`
	}
	var all []item
	for _, i := range step.All() {
		rows = append(rows, []string{i.Name, i.Doc}, []string{"", "- " + i.Example})
		all = append(all, item{named{i.Name, i.Doc}, i.Example, i.Judges})
	}
	return rows, all
}

func listEvents(s *setting) (rows [][]string, items any) {
	type item struct {
		Role   string   `json:"role"`
		Name   string   `json:"name"`
		Doc    string   `json:"doc"`
		Fields []string `json:"fields"`
	}
	var all []item
	for _, e := range forecourt.Events() {
		var fields []string
		for _, f := range e.Fields {
			fields = append(fields, f.Name)
		}
		rows = append(rows, []string{e.Role, e.Name, e.Doc, strings.Join(fields, ", ")})
		all = append(all, item{e.Role, e.Name, e.Doc, list(fields)})
	}
	return rows, all
}

func listCards(*setting) (rows [][]string, items any) {
	type item struct {
		named
		Scheme string `json:"scheme"`
		Token  string `json:"token"`
	}
	var all []item
	for _, name := range payment.CardNames() {
		c, _ := payment.LookupCard(name)
		rows = append(rows, []string{c.Name, string(c.Scheme), c.Doc, c.Token})
		all = append(all, item{named{c.Name, c.Doc}, string(c.Scheme), c.Token})
	}
	return rows, all
}

func listPayers(*setting) (rows [][]string, items any) {
	type item struct {
		named
		Email string `json:"email"`
		ID    string `json:"id"`
	}
	var all []item
	for _, p := range paypal.Payers() {
		rows = append(rows, []string{p.Name, p.Doc, p.Email, p.ID})
		all = append(all, item{named{p.Name, p.Doc}, p.Email, p.ID})
	}
	return rows, all
}

func listRigs(*setting) (rows [][]string, items any) {
	type item struct {
		Name  string `json:"name"`
		Clock string `json:"clock"`
		Site  string `json:"site"`
		rigParts
	}
	var all []item
	for _, name := range rigs.Names() {
		s, err := place{Rig: name}.fitted()
		if err != nil {
			continue // a built-in one is checked by the package's tests
		}
		parts := partsOf(s)
		rows = append(rows, []string{name, "clock " + string(s.rig.Clock), "site " + s.rig.Site, parts.text()})
		all = append(all, item{name, string(s.rig.Clock), s.rig.Site, parts})
	}
	return rows, all
}

func listSites(*setting) (rows [][]string, items any) {
	type item struct {
		named
		Points int `json:"fuelling_points"`
		Buses  int `json:"buses"`
	}
	var all []item
	for _, name := range site.Names() {
		p, err := site.Open(name)
		if err != nil {
			continue
		}
		rows = append(rows, []string{name, p.Name})
		all = append(all, item{named{name, p.Name}, len(p.Points()), len(p.Buses)})
	}
	return rows, all
}

func listProtocols(*setting) (rows [][]string, items any) {
	type message struct {
		Name       string `json:"name"`
		Direction  string `json:"direction"`
		Code       string `json:"code"`
		Meaning    string `json:"meaning"`
		Confidence string `json:"confidence"`
		Tested     bool   `json:"tested"`
		Untested   string `json:"untested,omitempty"` // why
	}
	type item struct {
		Name     string    `json:"name"`
		Ends     []string  `json:"ends"`
		Ports    []string  `json:"ports"`
		Messages []message `json:"messages"`
	}
	var all []item
	for _, name := range wire.Names() {
		d, _ := wire.Lookup(name)
		ends := d.Ends()
		it := item{Name: name, Ends: []string{string(ends[0]), string(ends[1])}, Messages: []message{}}
		for _, k := range d.Ports() {
			port := k.Carrier
			if k.Carrier == "serial" {
				port += " " + k.Settings.String()
			}
			it.Ports = append(it.Ports, port)
		}
		rows = append(rows, []string{name, strings.Join(it.Ends, " - "), strings.Join(it.Ports, ", "), "", ""})
		for _, m := range d.Messages() {
			tested := "tested"
			if m.Untested != "" {
				tested = "untested, " + m.Untested
			}
			rows = append(rows, []string{"  " + m.Name, m.Direction.String(), m.Code, m.Meaning, tested})
			it.Messages = append(it.Messages, message{
				m.Name, m.Direction.String(), m.Code, m.Meaning, string(m.Confidence), m.Untested == "", m.Untested,
			})
		}
		all = append(all, it)
	}
	return rows, all
}

// relations are the closed set of package expect, which keeps its table to itself.
var relations = []named{
	{"is", "the same; what a plain value means"},
	{"equals", "the same as a reading of the role"},
	{"not", "anything else"},
	{"one-of", "one of a list of values"},
	{"at-least", "not less than"},
	{"at-most", "not more than"},
	{"contains", "a text that has another one in it"},
	{"agrees", "a rule between fields of one event, chosen with 'by'"},
	{"within", "beside is and equals: a tolerance, as a quantity, '1 interval' or '0.5 %'"},
	{"fell-by", "in expect-stock: what the stock has lost since the start"},
	{"rose-by", "in expect-stock: what the stock has gained since the start"},
}

func listRelations(*setting) (rows [][]string, items any) {
	for _, r := range relations {
		rows = append(rows, []string{r.Name, r.Doc})
	}
	return rows, relations
}
