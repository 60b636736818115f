package demand

import (
	"embed"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

//go:embed faults/*.yaml
var faults embed.FS

// Faults is what happens to devices during a day. Without one nothing does.
type Faults struct {
	Faults   string `yaml:",required"`
	About    string
	PowerCut PowerCut `yaml:",required"`
}

// PowerCut is the power of a dispenser that fails while fuel flows. The sale ends with what was counted; what still runs
// while the valves close is in no sale, and a named loss.
type PowerCut struct {
	PerMille int64  `yaml:",required"` // of the sales that a hand would end and that are large enough
	Dark     Spread `yaml:",required"`
	Source   string `yaml:",required"`
}

// FaultNames lists the fault profiles that are built in.
func FaultNames() []string { return builtIn(faults, "faults") }

// OpenFaults reads a fault profile that is built in, by its name, or a file.
func OpenFaults(nameOrFile string) (*Faults, error) {
	file, src, err := open(faults, "faults", "fault", nameOrFile)
	if err != nil {
		return nil, err
	}
	return LoadFaults(file, src)
}

// LoadFaults reads a fault profile. The error lists every mistake with its place.
func LoadFaults(file string, src []byte) (*Faults, error) {
	root, err := strict.Parse(file, src)
	if err != nil {
		return nil, err
	}
	f := &Faults{}
	if err := root.Decode(f); err != nil {
		return nil, err
	}
	c := checker{root: root}
	if n := f.PowerCut.PerMille; n < 0 || n > 1000 {
		c.wrong("the power fails in 0 to 1000 sales per mille", "", "power-cut", "per-mille")
	}
	if _, err := f.PowerCut.Dark.table(); err != nil {
		c.wrong(strings.TrimPrefix(err.Error(), "chance: "), "give a mean between least and most", "power-cut", "dark")
	} else if f.PowerCut.Dark.Most > time.Hour {
		c.wrong("the power comes back within an hour", "", "power-cut", "dark", "most")
	}
	if len(c.found) > 0 {
		return nil, c.found
	}
	return f, nil
}

// around is how much is delivered before and after a power cut in mid-sale at least, so that the flow is steady there.
const around = 2 * unit.Litre

// outage lets the power fail during a sale that was to come to whole, and returns what it comes to then. Chance is of the
// customer's number again, but of a stream of its own: a day with faults has the same customers.
func (p *Planner) outage(v *Visit, h *hose, t reckoning.Tariff, ends reckoning.Ends, whole reckoning.Outcome) reckoning.Outcome {
	f := p.options.Faults
	if v.Until == 0 || v.Dry {
		return whole
	}
	p.failures.Seat(&p.failure, uint64(v.Number))
	least := h.meter.PulsesIn(around)
	if p.failure.Below(1000) >= f.PowerCut.PerMille || whole.Gross < 3*least {
		return whole
	}
	v.Cut = p.failure.Between(least, whole.Gross-least)
	v.Dark = time.Duration(p.draws.dark.Draw(&p.failure))
	o := h.course(v, t, ends)
	v.CutAfter = o.CutAfter
	return o
}
