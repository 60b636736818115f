package bench

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/site"
)

// Catalogue is what is known of a station before it is built, so that every name in a file can be checked.
type Catalogue struct {
	Roles     []forecourt.Role
	Grades    []forecourt.Grade
	Cards     []string
	Points    []Point
	Buses     []int
	Hosts     []string // that serve HTTP
	Links     [][2]forecourt.Role
	ByteLinks [][2]forecourt.Role // those of them that carry bytes
	Readings  []Reading
	Tanks     []site.Tank // of the site plan, so that what a scenario changes of them can be checked
	Abilities []string    // all that any rig can have, to find a misspelt need; none: any spelling goes
	AtStart   []EventKey  // told when the station starts, with nobody's doing
	// Plans are the catalogues of the site plans that `given: { site: NAME }` can choose.
	Plans map[string]*Catalogue
}

// EventKey names an event of a kind of role.
type EventKey struct{ Kind, Event string }

// Point is a fuelling point and its nozzles.
type Point struct {
	Number  forecourt.Point
	Nozzles []Nozzle
}

// Nozzle is a nozzle and what it delivers.
type Nozzle struct {
	Number    forecourt.Nozzle
	Grade     forecourt.Grade
	Satellite bool // it has a second nozzle
}

// Reading is a value that can be read off every role of a kind.
type Reading struct {
	Kind string // of role
	Name string
	Type reflect.Type
	Doc  string
}

// DisplayReading is what a fuelling point's display shows, a unit.Indicated. A point that has none cannot be waited for
// with await-volume.
const DisplayReading = "display"

// StockReading is what a tank holds, a unit.Volume.
const StockReading = "stock"

// Has says whether the station has a role.
func (c *Catalogue) Has(r forecourt.Role) bool { return slices.Contains(c.Roles, r) }

// Role returns the role of a kind and a number. A station that has only one may call it by no number.
func (c *Catalogue) Role(kind string, number int) (forecourt.Role, bool) {
	r := forecourt.Role{Kind: kind, Number: number}
	if c.Has(r) {
		return r, true
	}
	if only := (forecourt.Role{Kind: kind}); number <= 1 && c.Has(only) {
		return only, true
	}
	return r, false
}

// RoleNames lists the roles as scenarios spell them.
func (c *Catalogue) RoleNames() []string {
	names := make([]string, len(c.Roles))
	for i, r := range c.Roles {
		names[i] = r.String()
	}
	return names
}

// Numbers lists the numbers of the roles of a kind.
func (c *Catalogue) Numbers(kind string) []string {
	var numbers []string
	for _, r := range c.Roles {
		if r.Kind == kind {
			numbers = append(numbers, strconv.Itoa(max(r.Number, 1)))
		}
	}
	return numbers
}

// Point returns a fuelling point.
func (c *Catalogue) Point(n forecourt.Point) (Point, bool) {
	for _, p := range c.Points {
		if p.Number == n {
			return p, true
		}
	}
	return Point{}, false
}

// GradeNames lists the grades.
func (c *Catalogue) GradeNames() []string {
	names := make([]string, len(c.Grades))
	for i, g := range c.Grades {
		names[i] = string(g)
	}
	return names
}

// ReadingsOf returns the readings of a kind of role by name.
func (c *Catalogue) ReadingsOf(kind string) map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for _, r := range c.Readings {
		if r.Kind == kind {
			m[r.Name] = r.Type
		}
	}
	return m
}

// Prompted says whether an event of a kind of role waits for somebody's doing.
func (c *Catalogue) Prompted(kind, event string) bool {
	return !slices.Contains(c.AtStart, EventKey{kind, event})
}

func contains(list []string, s string) bool { return slices.Contains(list, s) }

func sortedStrings(list []string) []string { slices.Sort(list); return list }
