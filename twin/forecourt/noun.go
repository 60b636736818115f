package forecourt

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// Point is the number of a fuelling point on its site, from 1.
type Point int

// Nozzle is the number of a logical nozzle on its fuelling point, 1 to 15; 0 means none.
type Nozzle uint8

// Grade names a product as the site plan spells it, such as "diesel".
type Grade string

// Role names a party of the station as scenarios do: "pos", "fuelling-point 2".
type Role struct {
	Kind   string
	Number int // 0 where the station has only one of its kind
}

// PointRole returns the role of a fuelling point.
func PointRole(p Point) Role { return Role{"fuelling-point", int(p)} }

// ParseRole reads "kind" or "kind number".
func ParseRole(s string) (Role, error) {
	kind, number, found := strings.Cut(s, " ")
	if !found {
		return Role{Kind: kind}, nil
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || kind == "" || strconv.Itoa(n) != number {
		return Role{}, fmt.Errorf("'%s' is no role: a role is a name, or a name and a number from 1", s)
	}
	return Role{kind, n}, nil
}

// String returns the role as scenarios spell it.
func (r Role) String() string {
	if r.Number == 0 {
		return r.Kind
	}
	return r.Kind + " " + strconv.Itoa(r.Number)
}

// MarshalText writes the role.
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads a role.
func (r *Role) UnmarshalText(b []byte) (err error) {
	*r, err = ParseRole(string(b))
	return err
}

// Totals are a nozzle's non-resettable totalizers, in the device's own counts.
type Totals struct {
	Volume unit.Indicated
	Amount unit.Money
}

// Sale is one finished delivery as the dispenser counted it.
type Sale struct {
	ID     string // the controller's number for it, unique on the site
	Point  Point  `event:"fuelling-point"`
	Nozzle Nozzle
	Grade  Grade
	Price  unit.Price
	Level  PriceLevel // of its release; Cash where nobody released it
	Volume unit.Indicated
	Amount unit.Money
	Reason EndReason
	// Reference is what the POS gave with the release; empty where there was none.
	Reference string
	// Compensation is there where the dispenser compensates; a controller knows of it what it was set up with, and what the
	// wire to the pump carries.
	Compensation Compensation `event:",inline" json:",omitzero"`
	// Before and After are the nozzle's volume totals around the sale.
	Before, After unit.Indicated
	StartedAt     clock.Instant
	EndedAt       clock.Instant
	// Recovered: the controller did not see this sale; it stands for a gap in the totals.
	Recovered bool
	// Dispute says why nobody may be asked to pay these figures before a person has looked; empty: they agree.
	Dispute string
}
