package step

import (
	"github.com/forecourt/forecourt/scenarios/expect"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pos"
)

// till is the role at which a cashier acts.
var till = forecourt.Role{Kind: pos.Kind}

func init() {
	expect.DefineWords(pos.Cash, pos.Card)
	expect.DefineWords(pos.Outdoor, pos.Prepaid, pos.Till, pos.Served)
}

// tender is how a customer pays at the till: cash, or a test card at the till's own terminal.
type tender struct {
	Tender pos.Tender
	Card   string
}

// lint checks it; a card alone means a card.
func (t *tender) lint(l *Lint) {
	l.Role("", till)
	if t.Tender == "" {
		if t.Tender = pos.Cash; t.Card != "" {
			t.Tender = pos.Card
		}
	}
	l.OneOf("tender", "tender", string(t.Tender), string(pos.Cash), string(pos.Card))
	l.Card("card", t.Card)
	switch {
	case t.Tender == pos.Cash && t.Card != "":
		l.Wrong("card", "who pays cash needs no card", "")
	case t.Tender == pos.Card && t.Card == "":
		l.Wrong("tender", "the key 'card' is missing", "")
	}
}
