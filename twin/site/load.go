package site

import (
	"embed"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/service"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

//go:embed plans/*.yaml
var plans embed.FS

// Default is the plan that is used when none is named.
const Default = "kiosk"

// Names lists the ready-made plans.
func Names() []string {
	entries, _ := plans.ReadDir("plans")
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	sort.Strings(names)
	return names
}

// Open returns the ready-made plan of a name, or the one in a file. Its error is strict.Errors when the plan is wrong.
func Open(nameOrFile string) (*Plan, error) {
	file, src, err := Source(nameOrFile)
	if err != nil {
		return nil, err
	}
	return Load(file, src)
}

// Load reads and checks a plan.
func Load(file string, src []byte) (*Plan, error) {
	root, err := strict.Parse(file, src)
	if err != nil {
		return nil, err
	}
	digits := Decimals{Volume: 2, Amount: 2, Price: 3}
	p := &Plan{Decimals: digits, Country: Country{Decimals: digits, PricesWithTax: true}}
	if err := root.Decode(p); err != nil {
		return nil, err
	}
	if found := p.settleCountry(root); len(found) > 0 {
		return nil, found
	}
	p.findProfiles(file)
	p.defaults()
	if found := check(root, p); len(found) > 0 {
		return nil, found
	}
	p.addTax()
	return p, nil
}

func (p *Plan) defaults() {
	p.Network.defaults()
	p.defaultNodes()
	if p.Name == "" {
		p.Name = p.Site
	}
	for i := range p.Tanks {
		p.Tanks[i].Complete()
	}
	for i := range p.Buses {
		if p.Buses[i].PollCycle == 0 {
			p.Buses[i].PollCycle = p.pollCycle()
		}
	}
	for d := range p.Dispensers {
		for s := range p.Dispensers[d].Sides {
			for h := range p.Dispensers[d].Sides[s].Hoses {
				hose := &p.Dispensers[d].Sides[s].Hoses[h]
				if hose.PulsesPerUnit == 0 {
					hose.PulsesPerUnit = 100
				}
			}
		}
	}
	if p.POS.PreAuthorise == (unit.Money{}) {
		scale := int64(1)
		for range p.Currency.Decimals() {
			scale *= 10
		}
		p.POS.PreAuthorise = unit.Money{Minor: 150 * scale, Currency: p.Currency}
	}
	if p.Gateway.Manner == "" {
		p.Gateway.Manner = payment.StripeManner
	}
	if p.POS.Mode == 0 {
		p.POS.Mode = service.Usual
	}
	if p.POS.Release == "" {
		p.POS.Release = BeforeLift
	}
	if p.POS.Tills == 0 {
		p.POS.Tills = 1
	}
	if p.POS.LiftWithin == 0 {
		p.POS.LiftWithin = 60 * time.Second
	}
	if p.POS.MaxUnpaid == 0 {
		p.POS.MaxUnpaid = 2
	}
	if p.PTS.Scheme == "" {
		p.PTS.Scheme = "none"
	}
}

// place finds the node behind a path of keys and indexes, for the message's position; the nearest one that exists.
func place(n *strict.Node, path ...any) *strict.Node {
	for _, step := range path {
		var next *strict.Node
		switch s := step.(type) {
		case string:
			next = n.Get(s)
		case int:
			if items := n.Items(); s < len(items) {
				next = items[s]
			}
		default:
			panic(fmt.Sprintf("site: no path step %v", step))
		}
		if next == nil {
			return n
		}
		n = next
	}
	return n
}
