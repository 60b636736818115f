package pos

import (
	"fmt"
	"io"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Country is what a till does as its country wants it.
type Country struct {
	Taxes          map[forecourt.Grade]Tax
	Coin           unit.Money // the smallest one: what is paid in cash, before or after, is rounded to it; zero: as the currency
	Header, Footer []string   // lines of the receipt
}

// Tax is the tax in the price of a grade.
type Tax struct {
	Code, Name string
	Rate       int64  // in ten-thousandths: 1900 is 19 %
	Text       string // as it is printed, "19 %"
}

// wholeRate is a rate of 100 %.
const wholeRate = 10_000

// In returns the tax that is in an amount, rounded half up to a minor unit.
func (t Tax) In(amount unit.Money) unit.Money {
	gross := wholeRate + t.Rate
	net := (amount.Minor*wholeRate + gross/2) / gross
	return unit.Money{Minor: amount.Minor - net, Currency: amount.Currency}
}

// tax prints the tax line of a sale, where its grade has one.
func (c Country) tax(w io.Writer, s *sale) {
	t, ok := c.Taxes[s.Grade]
	if !ok {
		return
	}
	tax := t.In(s.Amount)
	_, _ = fmt.Fprintf(w, "%s %s %s: net %s, tax %s\n", t.Code, t.Name, t.Text, s.Amount.Sub(tax), tax)
}

// coins rounds an amount to the smallest coin, half up.
func (c Country) coins(m unit.Money) unit.Money {
	step := c.Coin.Minor
	if step < 1 {
		return m
	}
	m.Minor = (m.Minor + step/2) / step * step
	return m
}

// round tells what becomes of a sale that is paid in coins.
func (p *POS) round(s *sale) {
	if s.Tender != Cash {
		return
	}
	if cash := p.cfg.Country.coins(s.Paid); cash != s.Paid {
		p.tell(CashRounded{s.ID, s.Paid, cash, cash.Sub(s.Paid)})
	}
}

// change is what goes back of a prepayment, and by how much what stays is more than what was used: coins make both of them,
// so that who pays ahead pays what he would afterwards.
func (p *POS) change(c *cover, used unit.Money) (back, rounded unit.Money) {
	stays := used
	if c.Tender == Cash {
		stays = p.cfg.Country.coins(used)
	}
	return c.Granted.Sub(stays), stays.Sub(used)
}
