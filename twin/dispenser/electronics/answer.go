package electronics

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// report says something to the controller. While nobody polls nothing is kept for it: what matters is said again when it
// is back.
func (e *Electronics) report(r forecourt.Report) {
	if !e.on || e.lost {
		return
	}
	if err := e.session.Do(e.env.Now(), 0, r); err != nil {
		e.env.Fault(err)
	}
	e.env.Stir(PortBus)
}

// answer takes a question from the controller.
func (e *Electronics) answer(n wire.Noun) {
	switch c := n.(type) {
	case forecourt.ReturnStatus:
		e.report(forecourt.StatusReport{Status: e.status})
		e.report(e.nozzleReport())
	case forecourt.ReturnFilling:
		if e.phase == unprogrammed || e.phase == closed {
			e.env.Fault(fmt.Errorf("fuelling point: there is no filling information while %v", e.phase))
			return
		}
		e.report(e.fillingReport())
		e.report(e.nozzleReport())
	case forecourt.ReturnTotals:
		e.answerTotals(c)
	case forecourt.ReturnIdentity:
		e.report(e.profile.Identity)
	case forecourt.ReturnPrices:
		e.report(forecourt.PricesReport{Prices: e.byNumber()})
	case forecourt.ReturnParameters:
		o := e.config.Options
		e.report(forecourt.ParametersReport{
			VolumeDecimals: o.VolumeDecimals, AmountDecimals: o.AmountDecimals, PriceDecimals: o.PriceDecimals,
			MaxAmount: e.config.Limits.Amount,
		})
	default:
		e.env.Fault(fmt.Errorf("fuelling point: %T is no command for a pump", n))
	}
}

func (e *Electronics) answerTotals(c forecourt.ReturnTotals) {
	i := e.index(c.Nozzle)
	if i == none {
		e.env.Fault(fmt.Errorf("fuelling point: there is no nozzle %d that could have totals", c.Nozzle))
		return
	}
	r := forecourt.TotalsReport{Nozzle: c.Nozzle, IsAmount: c.Amount}
	shown := e.shownTotals(i)
	if c.Amount {
		r.Totals.Amount = shown.Amount
	} else {
		r.Totals.Volume = shown.Volume
	}
	e.report(r)
}

// shownTotals are the totals of a nozzle in the digits that its totalizers have. Inside the device they never roll over.
func (e *Electronics) shownTotals(i int) forecourt.Totals {
	t, end := e.nozzles[i].totals, power(uint8(e.config.TotalsDigits))
	t.Volume.Count %= end
	t.Amount.Minor %= end
	return t
}

func (e *Electronics) byNumber() []unit.Price {
	prices := make([]unit.Price, e.highest())
	for i := range prices {
		prices[i] = e.noPrice()
	}
	for i := range e.nozzles {
		prices[e.nozzles[i].Nozzle-1] = e.nozzles[i].price
	}
	return prices
}

func (e *Electronics) fillingReport() forecourt.FillingReport {
	if e.sale == nil {
		return forecourt.FillingReport{Volume: e.zeroVolume(), Amount: e.zeroMoney()}
	}
	r := forecourt.FillingReport{Volume: e.sale.volume, Amount: e.sale.amount}
	if e.sale.done {
		c := e.compensation(e.sale)
		r.Temperature, r.Measured = c.Temperature, c.Measured
	}
	return r
}

// nozzleReport names the nozzle that is out, else that of the sale, with the price that counts for it.
func (e *Electronics) nozzleReport() forecourt.NozzleReport {
	s := e.sale
	i := e.selected
	if i == none && s != nil {
		i = s.nozzle
	}
	if i == none {
		return forecourt.NozzleReport{Price: e.noPrice()}
	}
	r := forecourt.NozzleReport{Nozzle: e.nozzles[i].Nozzle, Out: e.selected != none, Price: e.sellsAt(&e.nozzles[i])}
	if s != nil && s.nozzle == i {
		r.Price = s.price
	}
	return r
}

func (e *Electronics) raise(a forecourt.Alarm) {
	e.env.Tell(AlarmRaised{Alarm: a})
	e.report(forecourt.AlarmReport{Alarm: a})
	if e.lost {
		e.alarms = append(e.alarms, a)
	}
}
