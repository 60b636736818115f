package desk

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// Role is the role the desk plays.
var Role = forecourt.Role{Kind: Kind}

// PortController is the port of the link to the controller; Timers is how many timers the desk has.
const (
	PortController machine.Port = 0
	Timers                      = 1
)

// Config is what the desk knows of its site. Zero spans and counts mean the defaults.
type Config struct {
	Currency       unit.Currency
	Measure        unit.Measure
	VolumeDecimals uint8
	Grades         []Grade
	Points         []Point
	Depth          int           // unpaid sales a point may have before it is not released any more; default 2, as the controller
	LockFor        time.Duration // how long a lock waits for its till after a restart of the desk; default 46 s
	AnswerWithin   time.Duration // for the controller to answer an order; default 12 s: a price takes four tries of 2.5 s
	MaxClients     int           // default 64
	Source         Source        // may be nil
}

// Grade is a product.
type Grade struct {
	Grade  forecourt.Grade
	Number int        // as the protocols name it; 0: its place in the list, from 1
	Name   string     // for people; default: the grade's own
	Price  unit.Price // at the first start; later what the controller told
}

// Point is a fuelling point.
type Point struct {
	Point   forecourt.Point
	Nozzles []Nozzle
}

// Nozzle says what a logical nozzle sells.
type Nozzle struct {
	Nozzle forecourt.Nozzle
	Grade  forecourt.Grade
}

// Source is what the desk may look up beside the news. A *controller.Controller is one.
type Source interface {
	// State returns the state of a point as last heard; Inoperative where that is not known.
	State(forecourt.Point) forecourt.State
	// Totals returns the volume totals of a nozzle; false where they are not known.
	Totals(forecourt.Point, forecourt.Nozzle) (unit.Indicated, bool)
}

// Meter is what a Source may also be: one that knows what a point shows while it delivers.
type Meter interface {
	Filling(forecourt.Point) (forecourt.FillingReport, bool)
}

const (
	defaultDepth   = 2
	defaultLockFor = 46 * time.Second
	defaultAnswer  = 12 * time.Second
	defaultClients = 64
)

func (cfg Config) complete() (Config, error) {
	if !cfg.Currency.Valid() {
		return cfg, fmt.Errorf("desk: '%s' is no currency", cfg.Currency)
	}
	number(&cfg.Depth, defaultDepth)
	number(&cfg.LockFor, defaultLockFor)
	number(&cfg.AnswerWithin, defaultAnswer)
	number(&cfg.MaxClients, defaultClients)
	cfg.Grades = append([]Grade(nil), cfg.Grades...)
	grades, numbers := map[forecourt.Grade]bool{}, map[int]bool{}
	for i := range cfg.Grades {
		g := &cfg.Grades[i]
		number(&g.Number, i+1)
		if g.Name == "" {
			g.Name = string(g.Grade)
		}
		if g.Grade == "" || grades[g.Grade] || numbers[g.Number] || g.Number < 0 {
			return cfg, fmt.Errorf("desk: grade '%s' or its number %d is there twice, or none", g.Grade, g.Number)
		}
		grades[g.Grade], numbers[g.Number] = true, true
	}
	points := map[forecourt.Point]bool{}
	for _, p := range cfg.Points {
		if p.Point < 1 || points[p.Point] || len(p.Nozzles) == 0 {
			return cfg, fmt.Errorf("desk: fuelling point %d is there twice, below 1, or without nozzles", p.Point)
		}
		points[p.Point] = true
		nozzles := map[forecourt.Nozzle]bool{}
		for _, n := range p.Nozzles {
			if n.Nozzle < 1 || nozzles[n.Nozzle] || !grades[n.Grade] {
				return cfg, fmt.Errorf("desk: nozzle %d of fuelling point %d is there twice, or sells no grade of the site", n.Nozzle, p.Point)
			}
			nozzles[n.Nozzle] = true
		}
	}
	return cfg, nil
}

func number[T ~int | ~int64](v *T, otherwise T) {
	if *v == 0 {
		*v = otherwise
	}
}
