package electronics

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// sellsAt is the price of a sale that would begin now: that of the selected level, where the nozzle has one of it.
func (e *Electronics) sellsAt(n *nozzle) unit.Price {
	return forecourt.Terms{Level: e.level}.Of(n.price, n.credit)
}

// saleLevel is the level that a sale is told with: the selected one, or what a controller with one price has said of it.
func (e *Electronics) saleLevel() forecourt.PriceLevel {
	if e.onCredit {
		return forecourt.Credit
	}
	return e.level
}

// setPrices takes the prices of all logical nozzles, or none.
func (e *Electronics) setPrices(c forecourt.SetPrices) {
	if why := e.refusal(c); why != "" {
		for i := range e.nozzles {
			n := &e.nozzles[i]
			if int(n.Nozzle) <= len(c.Prices) {
				e.env.Tell(PriceRefused{Nozzle: n.Nozzle, Grade: n.Grade, Price: c.Prices[n.Nozzle-1], Why: why})
			}
		}
		return
	}
	shown := e.nozzleReport()
	for i := range e.nozzles {
		n := &e.nozzles[i]
		if p := c.Prices[n.Nozzle-1]; p != n.price || !e.priced {
			n.price = p
			e.env.Tell(PriceChanged{Nozzle: n.Nozzle, Grade: n.Grade, Price: p})
		}
		credit := e.noPrice()
		if len(c.Credit) > 0 {
			credit = c.Credit[n.Nozzle-1]
		}
		if credit != n.credit {
			n.credit = credit
			e.env.Tell(PriceChanged{Nozzle: n.Nozzle, Grade: n.Grade, Price: credit, Level: forecourt.Credit})
		}
	}
	e.priced = true
	e.showPrice(shown)
	if e.phase == unprogrammed {
		e.move(price)
	}
}

// selectLevel chooses between the prices, where a price could be taken.
func (e *Electronics) selectLevel(l forecourt.PriceLevel) {
	switch why := e.unready(); {
	case l >= forecourt.Levels:
		e.env.Fault(fmt.Errorf("fuelling point: there is no price %s", l))
	case why != "":
		e.env.Fault(fmt.Errorf("fuelling point: the price level %s is not taken: %s", l, why))
	case l != e.level:
		shown := e.nozzleReport()
		e.level = l
		e.env.Tell(LevelSelected{Level: l})
		e.showPrice(shown)
	}
}

// showPrice reports the nozzle that is out where it shows another price than before.
func (e *Electronics) showPrice(before forecourt.NozzleReport) {
	if r := e.nozzleReport(); e.selected != none && r != before {
		e.report(r)
	}
}

// unready says why nothing of the prices may change now.
func (e *Electronics) unready() string {
	switch e.phase {
	case unprogrammed, idle, ended, closed:
		return ""
	}
	return fmt.Sprintf("the point is %v", e.phase)
}

// refusal says why prices are not taken.
func (e *Electronics) refusal(c forecourt.SetPrices) string {
	if why := e.unready(); why != "" {
		return why
	}
	if len(c.Prices) < e.highest() {
		return fmt.Sprintf("%d of %d prices", len(c.Prices), e.highest())
	}
	if len(c.Credit) > 0 && len(c.Credit) < e.highest() {
		return fmt.Sprintf("%d of %d credit prices", len(c.Credit), e.highest())
	}
	for _, prices := range [][]unit.Price{c.Prices, c.Credit} {
		for _, p := range prices[:min(len(prices), e.highest())] {
			if none := e.noPrice(); p.Currency != none.Currency || p.Unit != none.Unit || p.E4 < 0 {
				return fmt.Sprintf("the device counts in %s/%s", none.Currency, none.Unit)
			}
		}
	}
	return ""
}
