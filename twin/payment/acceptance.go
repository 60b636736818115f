package payment

import (
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Acceptance is what a site does for which card: data of a site plan, read by its POS.
type Acceptance struct {
	BINs       map[string][]string `yaml:"bins"` // names for ranges of card numbers, by the digits that they begin with
	Rules      []Rule              // the first one that is for a card holds
	Region     Region              // whose cut-off amounts hold at terminals; default: none
	CutOffs    []CutOff            // before those of the region
	Offline    Offline
	Duplicates Duplicates
}

// Rule is what a card gets and what is wanted of its holder.
type Rule struct {
	Match
	Level      *forecourt.PriceLevel // none: credit at a terminal, as the cashier says at the till
	Discount   unit.Price            // off the price of a unit of volume
	Grades     []forecourt.Grade     // that it buys; none: all
	MostAmount unit.Money            // of one fill; zero: no limit of its own
	MostVolume unit.Indicated        // likewise
	Prompts    []FleetPrompt         // asked at a terminal before the issuer is
	FloorLimit unit.Money            // of one fill while the gateway cannot be reached; zero: none
}

// Match says which cards are meant: what is empty does not matter.
type Match struct {
	Card    string  // a test card's name
	BIN     string  `yaml:"bin"` // a name of Acceptance.BINs
	Scheme  Scheme  // a network
	Product Product // a kind of card
}

// Offline bounds what a POS may grant by itself while the gateway or the host behind it cannot be reached. A card needs
// a floor limit by its rule too.
type Offline struct {
	BINs       []string   `yaml:"bins"` // names: only these; none: no card is taken offline
	MostSales  int        // that are not forwarded yet
	MostAmount unit.Money // granted and not forwarded yet
}

// Fits says whether a card is meant. BINs are looked up in the table.
func (m Match) Fits(r Read, bins map[string][]string) bool {
	switch {
	case m.Card != "" && m.Card != r.Card, m.Scheme != "" && m.Scheme != r.Scheme, m.Product != "" && m.Product != r.Product:
		return false
	case m.BIN != "":
		return r.PAN.begins(bins[m.BIN])
	}
	return true
}

// RuleOf returns the rule for a card; the zero rule where there is none.
func (a Acceptance) RuleOf(r Read) Rule {
	for _, rule := range a.Rules {
		if rule.Fits(r, a.BINs) {
			return rule
		}
	}
	return Rule{}
}

// TakesOffline says whether the allow list has a card.
func (a Acceptance) TakesOffline(r Read) bool {
	for _, name := range a.Offline.BINs {
		if r.PAN.begins(a.BINs[name]) {
			return true
		}
	}
	return false
}

// begins says whether the number begins with one of the digit strings.
func (p PAN) begins(bins []string) bool {
	for _, b := range bins {
		if b != "" && strings.HasPrefix(p.digits, b) {
			return true
		}
	}
	return false
}
