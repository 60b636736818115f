package demand

import (
	"cmp"
	"slices"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/unit"
)

// Tender is how a customer means to pay, or how he paid.
type Tender uint8

// The tenders.
const (
	Cash       Tender = iota // at the till, afterwards
	Card                     // at the till, afterwards
	Outdoor                  // at the terminal
	PrepayCash               // at the till, before
	PrepayCard
	WrittenOff // not at all
	Tenders    = 1 + int(WrittenOff)
)

var tenderNames = [Tenders]string{"cash", "card", "outdoor", "prepay-cash", "prepay-card", "written-off"}

// String returns the name that profiles use.
func (t Tender) String() string { return tenderNames[t] }

func tenderOf(name string) (Tender, bool) {
	i := slices.Index(tenderNames[:WrittenOff], name)
	return Tender(max(i, 0)), i >= 0
}

// namedSpread is a spread and where it stands in the file.
type namedSpread struct {
	spread Spread
	keys   []string
}

func (p *Profile) spreads() []namedSpread {
	h := &p.Phases
	return []namedSpread{
		{h.ToTheNozzle, []string{"phases", "to-the-nozzle"}}, {h.Release, []string{"phases", "release"}},
		{h.Trigger, []string{"phases", "trigger"}}, {h.Dribble, []string{"phases", "dribble"}},
		{h.HangUp, []string{"phases", "hang-up"}}, {h.PayInside, []string{"phases", "pay-inside"}},
		{h.CardOutdoors, []string{"phases", "card-outdoors"}}, {h.DriveAway, []string{"phases", "drive-away"}},
		{p.Patience, []string{"patience"}}, {p.Deliveries.After, []string{"deliveries", "after"}},
	}
}

func (s Spread) table() (*chance.Quantiles, error) {
	return chance.LognormalQuantiles(int64(s.Mean), int64(s.Deviation), int64(s.Least), int64(s.Most))
}

// table is the volumes in whole millilitres.
func (v Vehicle) table() (*chance.Quantiles, error) {
	ml := func(v unit.Volume) int64 { return int64(v / unit.Millilitre) }
	return chance.LognormalQuantiles(ml(v.Mean), ml(v.Deviation), ml(v.Least), ml(v.Most))
}

// choice draws one of several by their shares.
type choice struct{ upTo []int64 }

func newChoice(shares ...int64) choice {
	sum := int64(0)
	var c choice
	for _, s := range shares {
		sum += s
		c.upTo = append(c.upTo, sum)
	}
	return c
}

func (c choice) total() int64 {
	if len(c.upTo) == 0 {
		return 0
	}
	return c.upTo[len(c.upTo)-1]
}

func (c choice) draw(s *chance.Source) int {
	n := s.Below(c.total())
	for i, up := range c.upTo {
		if n < up {
			return i
		}
	}
	panic("demand: a draw beyond its shares")
}

// byName lists the keys of shares in order, so that a map's order decides nothing.
func byName[K cmp.Ordered](m map[K]int64) []K {
	var keys []K
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
