package payment

import (
	"sort"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Loyalty is a site's loyalty scheme: data of a site plan. A scheme without tiers is none.
type Loyalty struct {
	Scheme  string            // its name on receipts
	Tiers   []Tier            // from the lowest
	Members map[string]string // tier by test membership, as the loyalty service has it
	Within  time.Duration     // how long the service is waited for; default 3 s
}

// Tier is what members of a rank get.
type Tier struct {
	Tier     string                `yaml:",required"`
	Discount unit.Price            // off the price of a unit of volume, beside a card's
	Level    *forecourt.PriceLevel // none: the card's
	Points   int64                 // for each whole unit of volume
}

// On says that the site has a scheme.
func (l Loyalty) On() bool { return len(l.Tiers) > 0 }

// TierOf returns the tier of a name.
func (l Loyalty) TierOf(name string) (Tier, bool) {
	for _, t := range l.Tiers {
		if t.Tier == name {
			return t, true
		}
	}
	return Tier{}, false
}

// LoyaltyEntry is how a membership's number comes into the terminal.
type LoyaltyEntry string

// The ways.
const (
	LoyaltyStripe  LoyaltyEntry = "stripe"
	LoyaltyBarcode LoyaltyEntry = "barcode"
)

// memberships are the test memberships: numbers of 12 digits, which no card has. They are personal and print masked.
var memberships = map[string]string{
	"member-one":   "620000000017",
	"member-two":   "620000000025",
	"member-three": "620000000033",
	"stranger":     "620000000090", // nobody's member
}

// LookupMembership returns the number of a test membership.
func LookupMembership(name string) (Secret, bool) {
	number, ok := memberships[name]
	return NewSecret(number), ok
}

// MembershipNames lists the test memberships in order.
func MembershipNames() []string {
	names := make([]string, 0, len(memberships))
	for n := range memberships {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// ShowLoyalty holds a loyalty card or a code at a terminal's reader.
type ShowLoyalty struct {
	Membership string // a name of the test memberships
	Entry      LoyaltyEntry
}

// EnterText types an answer at a terminal that asks for one.
type EnterText struct{ Text string }

// Stimulus names.
func (ShowLoyalty) Stimulus() string { return "show-loyalty" }
func (EnterText) Stimulus() string   { return "enter-text" }
